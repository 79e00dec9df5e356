use std::ptr::NonNull;

/// The 64-bit words JavaScript and Rust share. Both sides run on one thread and take turns; neither keeps a reference across a call.
/// The memory belongs to JavaScript and lives as long as the functions bound to it.
#[derive(Clone, Copy)]
pub struct Block {
    words: NonNull<u64>,
}

/// Where what stands. `engine/src/run/block.ts` has the same table and a test compares the two.
pub mod word {
    /// Steps that have closed; calls bring the engine up to there first.
    pub const CLOSED: usize = 0;
    pub const SYMBOL: usize = 1;
    /// Signed mantissa at the lot's decimals.
    pub const QUANTITY: usize = 2;
    pub const FLAGS: usize = 3;
    /// Mantissas at the tick's decimals.
    pub const LIMIT: usize = 4;
    pub const STOP: usize = 5;
    pub const TRAIL: usize = 6;
    pub const TARGET: usize = 7;
    /// Mantissa and decimals of a fraction.
    pub const PERCENT: usize = 8;
    pub const PERCENT_SCALE: usize = 9;
    pub const ORDER: usize = 10;
    pub const OTHER: usize = 11;
    /// 1 when somebody listens to notices.
    pub const WATCH: usize = 12;

    /// First step that must be advanced.
    pub const HORIZON: usize = 16;
    /// Notices waiting.
    pub const NOTICES: usize = 17;
    /// An order id, a count, or 1 and 0 for true and false.
    pub const RESULT: usize = 18;
    pub const STATUS: usize = 19;
    /// -1: none.
    pub const REASON: usize = 20;
    /// 0 a change of status, 1 a fill.
    pub const KIND: usize = 21;
    pub const FILL: usize = 22;
    /// 0 buy, 1 sell.
    pub const SIDE: usize = 23;
    /// Nearest doubles of the position and the open rest of `ctx.close()` orders.
    pub const POSITION: usize = 24;
    pub const CLOSING: usize = 25;
    /// Prices of rare options, at the tick's decimals.
    pub const TOUCH: usize = 26;
    pub const ACTIVATION: usize = 27;
    pub const TRAIL_LIMIT: usize = 28;
    /// A day since 1970-01-01 or ms UTC, always a double.
    pub const EXPIRES: usize = 29;
    /// Mantissa at the lot's decimals.
    pub const DISPLAY: usize = 30;

    /// Exact integers; amounts take two words, the low one first.
    pub const EXACT: usize = 32;
    /// Order ids.
    pub const IDS: usize = 64;
    pub const IDS_ROOM: usize = 64;
    pub const COUNT: usize = 128;

    pub const NAMES: [(&str, usize); 32] = [
        ("closed", CLOSED),
        ("symbol", SYMBOL),
        ("quantity", QUANTITY),
        ("flags", FLAGS),
        ("limit", LIMIT),
        ("stop", STOP),
        ("trail", TRAIL),
        ("target", TARGET),
        ("percent", PERCENT),
        ("percentScale", PERCENT_SCALE),
        ("order", ORDER),
        ("other", OTHER),
        ("watch", WATCH),
        ("horizon", HORIZON),
        ("notices", NOTICES),
        ("result", RESULT),
        ("status", STATUS),
        ("reason", REASON),
        ("kind", KIND),
        ("fill", FILL),
        ("side", SIDE),
        ("position", POSITION),
        ("closing", CLOSING),
        ("touch", TOUCH),
        ("activation", ACTIVATION),
        ("trailLimit", TRAIL_LIMIT),
        ("expires", EXPIRES),
        ("display", DISPLAY),
        ("exact", EXACT),
        ("ids", IDS),
        ("idsRoom", IDS_ROOM),
        ("count", COUNT),
    ];
}

/// Bits of the `FLAGS` word.
pub mod flag {
    pub const LIMIT: u32 = 1;
    pub const STOP: u32 = 2;
    pub const TRAIL: u32 = 4;
    pub const PERCENT: u32 = 8;
    pub const FIT: u32 = 16;
    pub const CLOSING: u32 = 32;
    /// Mantissas stand in their words as integers instead of doubles.
    pub const WIDE: u32 = 64;
    pub const QUANTITY: u32 = 128;
    /// Two bits: GTC, DAY, IOC, FOK.
    pub const TIF_SHIFT: u32 = 8;
    /// Two bits: as `fills.market` says, open, close.
    pub const AT_SHIFT: u32 = 10;
    pub const TOUCH: u32 = 1 << 12;
    pub const MARKET_TO_LIMIT: u32 = 1 << 13;
    pub const ACTIVATION: u32 = 1 << 14;
    pub const TRAIL_LIMIT: u32 = 1 << 15;
    /// GTD until a day, or until an instant.
    pub const EXPIRES_DAY: u32 = 1 << 16;
    pub const EXPIRES_AT: u32 = 1 << 17;
    pub const POST_ONLY: u32 = 1 << 18;
    pub const REDUCE_ONLY: u32 = 1 << 19;
    /// Any of the rare options is set.
    pub const EXTRAS: u32 = 0xfff << 12;
    pub const DISPLAY: u32 = 1 << 20;
    /// Two bits: as the account says, FIFO, LIFO, HIFO.
    pub const LOTS_SHIFT: u32 = 21;
    /// Ids of lots stand before the tag in the text, with a line feed behind them.
    pub const LOT_IDS: u32 = 1 << 23;
    /// The order waits for the fills of `OTHER`.
    pub const WAITS: u32 = 1 << 24;

    pub const NAMES: [(&str, u32); 22] = [
        ("limit", LIMIT),
        ("stop", STOP),
        ("trail", TRAIL),
        ("percent", PERCENT),
        ("fit", FIT),
        ("closing", CLOSING),
        ("wide", WIDE),
        ("quantity", QUANTITY),
        ("tifShift", TIF_SHIFT),
        ("atShift", AT_SHIFT),
        ("touch", TOUCH),
        ("marketToLimit", MARKET_TO_LIMIT),
        ("activation", ACTIVATION),
        ("trailLimit", TRAIL_LIMIT),
        ("expiresDay", EXPIRES_DAY),
        ("expiresAt", EXPIRES_AT),
        ("postOnly", POST_ONLY),
        ("reduceOnly", REDUCE_ONLY),
        ("display", DISPLAY),
        ("lotsShift", LOTS_SHIFT),
        ("lotIds", LOT_IDS),
        ("waits", WAITS),
    ];
}

impl Block {
    /// # Safety
    /// `words` must point to `word::COUNT` writable words that outlive every use of the block, and no other thread may touch them.
    pub unsafe fn new(words: NonNull<u64>) -> Self {
        Self { words }
    }

    fn read(self, at: usize) -> u64 {
        assert!(at < word::COUNT);
        // SAFETY: in range, and valid for the block's life by the contract of `new`.
        unsafe { self.words.add(at).read() }
    }

    fn write(self, at: usize, value: u64) {
        assert!(at < word::COUNT);
        // SAFETY: in range, and valid for the block's life by the contract of `new`.
        unsafe { self.words.add(at).write(value) }
    }

    pub fn number(self, at: usize) -> f64 {
        f64::from_bits(self.read(at))
    }

    /// A small whole number; anything else reads as the nearest `u32`.
    pub fn index(self, at: usize) -> u32 {
        self.number(at) as u32
    }

    /// An integer written as a double, or with `wide` as itself.
    pub fn integer(self, at: usize, wide: bool) -> i64 {
        if wide { self.read(at) as i64 } else { self.number(at) as i64 }
    }

    pub fn set_number(self, at: usize, value: f64) {
        self.write(at, value.to_bits());
    }

    pub fn set_index(self, at: usize, value: u32) {
        self.set_number(at, f64::from(value));
    }

    /// The `slot`-th exact integer.
    pub fn set_exact(self, slot: usize, value: i64) {
        self.write(word::EXACT + slot, value as u64);
    }

    /// An amount in the exact integers `slot` and `slot + 1`.
    pub fn set_amount(self, slot: usize, value: i128) {
        self.write(word::EXACT + slot, value as u64);
        self.write(word::EXACT + slot + 1, (value >> 64) as u64);
    }
}
