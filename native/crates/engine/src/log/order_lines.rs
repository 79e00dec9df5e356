use super::lines::Lines;
use crate::text::{push_decimal, push_integer, push_string};
use crate::{EngineError, OrderEvent, OrderTerms};

impl Lines<'_> {
    pub fn order(&mut self, event: &OrderEvent, terms: Option<&OrderTerms>) -> Result<(), EngineError> {
        let empty = OrderTerms::default();
        let asked = terms.unwrap_or(&empty);
        let known = terms.map(|terms| self.terms.symbol(terms.symbol)).transpose()?;
        let (price, quantity) = known.map_or((0, 0), |known| (known.spec.scales.price, known.spec.scales.quantity));
        let mut object = Object::open(&mut self.out);
        object.text("at", asked.at);
        object.flag("fit", asked.fit);
        object.integer("id", Some(event.id));
        object.text("kind", asked.kind);
        object.decimal("limit", asked.limit, price);
        object.integer("oco", asked.oco);
        object.integer("parent", asked.parent);
        object.decimal("quantity", asked.quantity.map(i128::from), quantity);
        object.text("reason", event.reason.map(|reason| reason.name()));
        object.text("side", asked.side.map(|side| side.name()));
        object.text("status", Some(event.status));
        object.decimal("stop", asked.stop, price);
        object.text("symbol", known.filter(|_| asked.first).map(|known| known.spec.symbol()));
        self.times.push(object.key("t"), self.clock.time(event.step));
        object.text("tag", asked.tag.as_deref());
        object.text("tif", asked.tif);
        object.decimal("trail", asked.trail, price);
        object.percent(asked);
        self.raw(",\"type\":\"order\"}\n");
        Ok(())
    }

    /// The terms of an order as the first members of an object that is left open.
    pub fn order_terms(&mut self, id: u32, asked: &OrderTerms, price: u8, quantity: u8, symbol: &str) {
        let mut object = Object::open(&mut self.out);
        object.integer("id", Some(id));
        object.text("symbol", Some(symbol));
        object.text("side", asked.side.map(|side| side.name()));
        object.decimal("quantity", asked.quantity.map(i128::from), quantity);
        object.text("kind", asked.kind);
        object.text("tif", asked.tif);
        object.decimal("limit", asked.limit, price);
        object.decimal("stop", asked.stop, price);
        object.decimal("trail", asked.trail, price);
        object.percent(asked);
        object.text("at", asked.at);
        object.text("tag", asked.tag.as_deref());
        object.integer("parent", asked.parent);
        object.integer("oco", asked.oco);
        object.flag("fit", asked.fit);
    }
}

/// An object whose members may be absent.
struct Object<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
}

impl<'a> Object<'a> {
    fn open(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        let start = out.len();
        Self { out, start }
    }

    fn key(&mut self, name: &str) -> &mut Vec<u8> {
        if self.out.len() > self.start {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            push_string(self.key(name), value);
        }
    }

    fn flag(&mut self, name: &str, value: bool) {
        if value {
            self.key(name).extend_from_slice(b"true");
        }
    }

    fn percent(&mut self, asked: &OrderTerms) {
        self.decimal(
            "trailPercent",
            asked.trail_percent.map(|percent| percent.mantissa),
            asked.trail_percent.map_or(0, |percent| percent.scale),
        );
    }

    fn integer(&mut self, name: &str, value: Option<u32>) {
        if let Some(value) = value {
            push_integer(self.key(name), value);
        }
    }

    fn decimal(&mut self, name: &str, value: Option<i128>, scale: u8) {
        if let Some(value) = value {
            push_decimal(self.key(name), value, scale);
        }
    }
}
