//! Writes changes into their source. In a mutant's branch everything else is as it was; the branch of the others holds their choices.

use crate::find::{Change, Form};

pub fn rendered(source: &str, changes: &[Change]) -> String {
    let mut sorted: Vec<&Change> = changes.iter().collect();
    // Outer ones first; insertions at a place before what begins there.
    sorted.sort_by_key(|change| (change.from_byte, std::cmp::Reverse(change.to_byte), change.number));
    let mut rest = sorted.as_slice();
    let text = piece(source, 0, source.len(), &mut rest);
    format!("{text}\n")
}

fn piece(source: &str, from: usize, to: usize, rest: &mut &[&Change]) -> String {
    let mut text = String::new();
    let mut at = from;
    while let Some(first) = rest.first().copied() {
        if first.from_byte >= to && !(first.from_byte == to && first.to_byte == to) {
            break;
        }
        text.push_str(&source[at..first.from_byte]);
        let count = rest.iter().take_while(|next| next.from_byte == first.from_byte && next.to_byte == first.to_byte).count();
        let (same, others) = rest.split_at(count);
        *rest = others;
        let inner = piece(source, first.from_byte, first.to_byte, rest);
        text.push_str(&chosen(same, inner));
        at = first.to_byte;
    }
    text.push_str(&source[at..to]);
    text
}

fn chosen(same: &[&Change], inner: String) -> String {
    let mut text = inner;
    for Change { number, form, to, .. } in same.iter().rev() {
        let on = format!("crate::mutant::on({number})");
        text = match form {
            Form::Expression => format!("(if {on} {{ {to} }} else {{ {text} }})"),
            Form::Statement => format!("if !{on} {{ {text} }}"),
            Form::Body => format!("if {on} {{ return {to}; }} {text}"),
            Form::EmptyBody => format!("if {on} {{ return; }} {text}"),
        };
    }
    text
}
