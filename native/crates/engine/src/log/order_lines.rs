use super::lines::Lines;
use crate::text::{TimeText, push_decimal, push_small, push_string, write_date};
use crate::{EngineError, Expires, ExtraTerms, LotChoice, OrderEvent, OrderTerms};

impl Lines<'_> {
    pub fn order(&mut self, event: &OrderEvent, terms: Option<&OrderTerms>) -> Result<(), EngineError> {
        let empty = OrderTerms::default();
        let asked = terms.unwrap_or(&empty);
        let extra = asked.extra.as_deref().unwrap_or(&PLAIN);
        let known = terms.map(|terms| self.terms.symbol(terms.symbol)).transpose()?;
        let (price, quantity) = known.map_or((0, 0), |known| (known.spec.scales.price, known.spec.scales.quantity));
        let mut object = Object::open(&mut self.out);
        object.flag(",\"activated\":true", extra.activated);
        object.decimal(",\"activation\":", extra.activation, price);
        object.flag(",\"arrived\":true", extra.arrived);
        object.word(",\"at\":\"", asked.at);
        object.decimal(",\"display\":", extra.display.map(i128::from), quantity);
        object.expires(extra.expires, &mut self.times);
        object.flag(",\"fit\":true", asked.fit);
        object.integer(",\"id\":", Some(event.id));
        object.decimal(",\"ifTouched\":", extra.if_touched, price);
        object.word(",\"kind\":\"", asked.kind);
        object.decimal(",\"latency\":", extra.latency.map(i128::from), US_PER_MS);
        object.decimal(",\"limit\":", asked.limit, price);
        object.lots(extra.lots.as_deref());
        object.integer(",\"oco\":", asked.oco);
        object.integer(",\"ouo\":", extra.ouo);
        object.integer(",\"parent\":", asked.parent);
        object.flag(",\"postOnly\":true", extra.post_only);
        object.decimal(",\"quantity\":", asked.quantity.map(i128::from), quantity);
        object.word(",\"reason\":\"", event.reason.map(|reason| reason.name()));
        object.flag(",\"reduceOnly\":true", extra.reduce_only);
        object.word(",\"refused\":\"", extra.refused.map(|reason| reason.name()));
        object.word(",\"side\":\"", asked.side.map(|side| side.name()));
        object.word(",\"status\":\"", Some(event.status));
        object.decimal(",\"stop\":", asked.stop, price);
        object.quoted(",\"symbol\":", known.filter(|_| asked.first || extra.moved).map(|known| &*known.quoted));
        self.times.push(object.key(",\"t\":"), self.clock.time(event.step));
        object.text(",\"tag\":", asked.tag.as_deref());
        object.word(",\"tif\":\"", asked.tif);
        object.decimal(",\"trail\":", asked.trail, price);
        object.decimal(",\"trailLimit\":", extra.trail_limit, price);
        object.percent(asked);
        object.opened();
        self.raw(",\"type\":\"order\"}\n");
        Ok(())
    }

    /// The terms of an order as the first members of an object that is left open; `symbol` as JSON.
    pub fn order_terms(&mut self, id: u32, asked: &OrderTerms, price: u8, quantity: u8, symbol: &str) {
        let mut object = Object::open(&mut self.out);
        object.integer(",\"id\":", Some(id));
        object.quoted(",\"symbol\":", Some(symbol));
        object.word(",\"side\":\"", asked.side.map(|side| side.name()));
        object.decimal(",\"quantity\":", asked.quantity.map(i128::from), quantity);
        object.word(",\"kind\":\"", asked.kind);
        object.word(",\"tif\":\"", asked.tif);
        object.decimal(",\"limit\":", asked.limit, price);
        object.decimal(",\"stop\":", asked.stop, price);
        object.decimal(",\"trail\":", asked.trail, price);
        object.percent(asked);
        object.word(",\"at\":\"", asked.at);
        object.text(",\"tag\":", asked.tag.as_deref());
        object.integer(",\"parent\":", asked.parent);
        object.integer(",\"oco\":", asked.oco);
        object.flag(",\"fit\":true", asked.fit);
        if let Some(extra) = asked.extra.as_deref() {
            object.changing(extra, price, quantity);
            object.lots(extra.lots.as_deref());
            object.expires(extra.expires, &mut self.times);
            object.flag(",\"postOnly\":true", extra.post_only);
            object.flag(",\"reduceOnly\":true", extra.reduce_only);
        }
        object.opened();
    }
}

/// What most orders have of them.
static PLAIN: ExtraTerms = ExtraTerms {
    if_touched: None,
    activation: None,
    activated: false,
    trail_limit: None,
    expires: None,
    post_only: false,
    reduce_only: false,
    display: None,
    ouo: None,
    lots: None,
    latency: None,
    arrived: false,
    refused: None,
    moved: false,
};

/// Latencies are written in milliseconds: decimals of a microsecond.
const US_PER_MS: u8 = 3;

/// The rare terms that an event may change, and what it says of messages, as further members of an open object.
pub fn push_changing(out: &mut Vec<u8>, extra: &ExtraTerms, price: u8, quantity: u8) {
    let mut object = Object::open(out);
    object.changing(extra, price, quantity);
    object.decimal(",\"latency\":", extra.latency.map(i128::from), US_PER_MS);
    object.flag(",\"arrived\":true", extra.arrived);
    object.word(",\"refused\":\"", extra.refused.map(|reason| reason.name()));
}

/// An object whose members may be absent. Each is written after a comma, and the first comma becomes the brace in the end.
struct Object<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
}

impl<'a> Object<'a> {
    fn open(out: &'a mut Vec<u8>) -> Self {
        let start = out.len();
        Self { out, start }
    }

    fn opened(self) {
        if let Some(comma) = self.out.get_mut(self.start) {
            *comma = b'{';
        }
    }

    #[inline]
    fn key(&mut self, name: &'static str) -> &mut Vec<u8> {
        self.out.extend_from_slice(name.as_bytes());
        self.out
    }

    /// A word of ours that needs no escapes; `name` ends with its opening quote.
    #[inline]
    fn word(&mut self, name: &'static str, value: Option<&'static str>) {
        if let Some(value) = value {
            self.key(name).extend_from_slice(value.as_bytes());
            self.out.push(b'"');
        }
    }

    /// A value that is JSON already.
    #[inline]
    fn quoted(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.key(name).extend_from_slice(value.as_bytes());
        }
    }

    fn text(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            push_string(self.key(name), value);
        }
    }

    #[inline]
    fn flag(&mut self, member: &'static str, value: bool) {
        if value {
            self.key(member);
        }
    }

    fn changing(&mut self, extra: &ExtraTerms, price: u8, quantity: u8) {
        self.decimal(",\"display\":", extra.display.map(i128::from), quantity);
        self.integer(",\"ouo\":", extra.ouo);
        self.decimal(",\"ifTouched\":", extra.if_touched, price);
        self.decimal(",\"activation\":", extra.activation, price);
        self.flag(",\"activated\":true", extra.activated);
        self.decimal(",\"trailLimit\":", extra.trail_limit, price);
    }

    fn lots(&mut self, choice: Option<&LotChoice>) {
        match choice {
            Some(LotChoice::By(rule)) => self.word(",\"lots\":\"", Some(rule.name())),
            Some(LotChoice::Named(ids)) => {
                let out = self.key(",\"lots\":[");
                for (index, (order, number)) in ids.iter().enumerate() {
                    out.extend_from_slice(if index == 0 { b"\"" } else { b",\"" });
                    push_small(out, i64::from(*order), 0);
                    out.push(b'.');
                    push_small(out, i64::from(*number), 0);
                    out.push(b'"');
                }
                out.push(b']');
            }
            None => {}
        }
    }

    fn expires(&mut self, expires: Option<Expires>, times: &mut TimeText) {
        let Some(expires) = expires else { return };
        let out = self.key(",\"expires\":");
        match expires {
            Expires::At(time) => times.push(out, time),
            Expires::Day(day) => {
                out.push(b'"');
                write_date(out, day.into());
                out.push(b'"');
            }
        }
    }

    fn percent(&mut self, asked: &OrderTerms) {
        if let Some(percent) = asked.trail_percent {
            self.decimal(",\"trailPercent\":", Some(percent.mantissa), percent.scale);
        }
    }

    #[inline]
    fn integer(&mut self, name: &'static str, value: Option<u32>) {
        if let Some(value) = value {
            push_small(self.key(name), i64::from(value), 0);
        }
    }

    #[inline]
    fn decimal(&mut self, name: &'static str, value: Option<i128>, scale: u8) {
        if let Some(value) = value {
            push_decimal(self.key(name), value, scale);
        }
    }
}
