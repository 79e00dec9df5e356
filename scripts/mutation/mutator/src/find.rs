//! What may be changed in a file: operators, named methods, numbers, conditions, statements and bodies of functions.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, BinOp, Block, Expr, File, ImplItemFn, ItemConst, ItemFn, ItemMod, ItemStatic, Lit, ReturnType, Signature, Stmt, UnOp};

pub enum Form {
    Expression,
    Statement,
    Body,
    EmptyBody,
}

pub struct Change {
    pub number: usize,
    pub from_byte: usize,
    pub to_byte: usize,
    pub line: usize,
    pub kind: &'static str,
    pub form: Form,
    pub from: String,
    pub to: String,
}

pub fn changes(file: &File, source: &str) -> Vec<Change> {
    let mut finder = Finder { source, found: Vec::new() };
    finder.visit_file(file);
    finder.found
}

struct Finder<'a> {
    source: &'a str,
    found: Vec<Change>,
}

impl Finder<'_> {
    fn text(&self, span: Span) -> String {
        self.source[span.byte_range()].to_owned()
    }

    fn add(&mut self, span: Span, kind: &'static str, form: Form, to: String) {
        let range = span.byte_range();
        let from = self.source[range.clone()].to_owned();
        self.found.push(Change { number: 0, from_byte: range.start, to_byte: range.end, line: span.start().line, kind, form, from, to });
    }

    /// Another value that the function answers with before it does anything.
    fn add_body(&mut self, signature: &Signature, block: &Block) {
        if block.stmts.is_empty() {
            return;
        }
        let at = block.brace_token.span.open().byte_range().end;
        let line = signature.ident.span().start().line;
        let name = signature.ident.to_string();
        let mut add = |form: Form, to: &str| {
            let from = format!("fn {name}");
            self.found.push(Change { number: 0, from_byte: at, to_byte: at, line, kind: "body", form, from, to: to.to_owned() });
        };
        let ReturnType::Type(_, answer) = &signature.output else { return add(Form::EmptyBody, "()") };
        let answer = self.source[answer.span().byte_range()].to_owned();
        let values: &[&str] = match answer.as_str() {
            "bool" => &["true", "false"],
            "i128" | "i64" | "i32" | "u128" | "u64" | "u32" | "u8" | "usize" => &["0", "1"],
            _ if answer.starts_with("Option<") => &["None"],
            _ if answer.starts_with("Result<bool") => &["Ok(true)", "Ok(false)"],
            _ if answer.starts_with("Result<") => &["Ok(Default::default())"],
            _ => &["Default::default()"],
        };
        let mut add = |to: &str| {
            let from = format!("fn {name}");
            self.found.push(Change { number: 0, from_byte: at, to_byte: at, line, kind: "body", form: Form::Body, from, to: to.to_owned() });
        };
        for value in values {
            add(value);
        }
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test") || (attribute.path().is_ident("cfg") && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test"))
    })
}

fn other_operators(operator: &BinOp) -> &'static [&'static str] {
    match operator {
        BinOp::Add(_) => &["-"],
        BinOp::Sub(_) => &["+"],
        BinOp::Mul(_) => &["/"],
        BinOp::Div(_) | BinOp::Rem(_) => &["*"],
        BinOp::And(_) => &["||"],
        BinOp::Or(_) => &["&&"],
        BinOp::BitAnd(_) => &["|"],
        BinOp::BitOr(_) | BinOp::BitXor(_) => &["&"],
        BinOp::Shl(_) => &[">>"],
        BinOp::Shr(_) => &["<<"],
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        BinOp::Lt(_) => &["<=", ">="],
        BinOp::Le(_) => &["<", ">"],
        BinOp::Gt(_) => &[">=", "<="],
        BinOp::Ge(_) => &[">", "<"],
        BinOp::AddAssign(_) => &["-="],
        BinOp::SubAssign(_) => &["+="],
        BinOp::MulAssign(_) => &["/="],
        BinOp::DivAssign(_) | BinOp::RemAssign(_) => &["*="],
        BinOp::BitAndAssign(_) => &["|="],
        BinOp::BitOrAssign(_) | BinOp::BitXorAssign(_) => &["&="],
        _ => &[],
    }
}

fn other_method(name: &str) -> Option<&'static str> {
    Some(match name {
        "checked_add" => "checked_sub",
        "checked_sub" => "checked_add",
        "checked_mul" => "checked_div",
        "checked_div" | "checked_rem" => "checked_mul",
        "saturating_add" => "saturating_sub",
        "saturating_sub" => "saturating_add",
        "wrapping_add" => "wrapping_sub",
        "wrapping_sub" => "wrapping_add",
        "min" => "max",
        "max" => "min",
        "is_some" => "is_none",
        "is_none" => "is_some",
        "is_some_and" => "is_none_or",
        "is_none_or" => "is_some_and",
        "is_lt" => "is_le",
        "is_le" => "is_lt",
        "is_gt" => "is_ge",
        "is_ge" => "is_gt",
        "is_eq" => "is_ne",
        "is_ne" => "is_eq",
        "is_negative" => "is_positive",
        "is_positive" => "is_negative",
        "any" => "all",
        "all" => "any",
        "first" => "last",
        "last" => "first",
        "push_front" => "push_back",
        "push_back" => "push_front",
        _ => return None,
    })
}

fn holds_let(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(binary) => matches!(binary.op, BinOp::And(_)) && (holds_let(&binary.left) || holds_let(&binary.right)),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if function.sig.constness.is_none() && !is_test(&function.attrs) {
            self.add_body(&function.sig, &function.block);
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        if function.sig.constness.is_none() && !is_test(&function.attrs) {
            self.add_body(&function.sig, &function.block);
            visit::visit_impl_item_fn(self, function);
        }
    }

    // What is computed while compiling cannot choose.
    fn visit_item_const(&mut self, _: &'ast ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast ItemStatic) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }
    fn visit_variant(&mut self, _: &'ast syn::Variant) {}

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if let Stmt::Expr(expression, Some(_)) = statement {
            let is_effect = match expression {
                Expr::MethodCall(_) | Expr::Call(_) | Expr::Assign(_) => true,
                Expr::Try(tried) => matches!(*tried.expr, Expr::MethodCall(_) | Expr::Call(_)),
                Expr::Binary(binary) => other_operators(&binary.op).first().is_some_and(|other| other.ends_with("=") && other.len() == 2),
                _ => false,
            };
            if is_effect {
                self.add(statement.span(), "statement", Form::Statement, "(left out)".to_owned());
            }
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        visit::visit_arm(self, arm);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        let span = expression.span();
        match expression {
            Expr::Binary(binary) if !holds_let(expression) => {
                let (left, right) = (self.text(binary.left.span()), self.text(binary.right.span()));
                for other in other_operators(&binary.op) {
                    self.add(span, "operator", Form::Expression, format!("{left} {other} {right}"));
                }
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_) | UnOp::Neg(_)) && !matches!(*unary.expr, Expr::Lit(_)) => {
                let inner = self.text(unary.expr.span());
                self.add(span, "operator", Form::Expression, inner);
            }
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                if let Some(other) = other_method(&name) {
                    let range = span.byte_range();
                    let at = call.method.span().byte_range();
                    let to = format!("{}{other}{}", &self.source[range.start..at.start], &self.source[at.end..range.end]);
                    self.add(span, "method", Form::Expression, to);
                }
            }
            Expr::Lit(literal) => {
                if let Lit::Int(number) = &literal.lit
                    && let Ok(value) = number.base10_parse::<u64>()
                {
                    let other = if value == 1 { 0 } else { value + 1 };
                    self.add(span, "number", Form::Expression, format!("{other}{}", number.suffix()));
                }
            }
            Expr::If(choice) if !matches!(*choice.cond, Expr::Binary(_) | Expr::Unary(_) | Expr::Let(_)) => {
                let condition = self.text(choice.cond.span());
                self.add(choice.cond.span(), "condition", Form::Expression, format!("!({condition})"));
            }
            _ => {}
        }
        visit::visit_expr(self, expression);
    }
}
