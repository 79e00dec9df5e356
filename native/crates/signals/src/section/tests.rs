use super::*;

const NONE: f64 = f64::NAN;

fn values(name: &str, width: usize, inputs: &[&[f64]], masks: &[&[u8]], numbers: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; inputs[0].len()];
    assert_eq!(values_into(name, width, inputs, masks, numbers, &mut out), Ok(()));
    out
}

fn same(found: &[f64], expected: &[f64]) {
    let text = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(text(found), text(expected));
}

#[test]
fn ranks_count_from_one_and_leave_out_who_has_no_value() {
    let row = [3.0, 1.0, NONE, 3.0, 2.0, -0.0, 0.0];
    same(&values("ordinal", 7, &[&row], &[], &[0.0]), &[5.0, 3.0, NONE, 6.0, 4.0, 1.0, 2.0]);
    same(&values("ordinal", 7, &[&row], &[], &[1.0]), &[1.0, 4.0, NONE, 2.0, 3.0, 5.0, 6.0]);
    same(&values("average", 7, &[&row], &[], &[0.0]), &[5.5, 3.0, NONE, 5.5, 4.0, 1.5, 1.5]);
    same(&values("min", 7, &[&row], &[], &[0.0]), &[5.0, 3.0, NONE, 5.0, 4.0, 1.0, 1.0]);
    same(&values("max", 7, &[&row], &[], &[1.0]), &[2.0, 4.0, NONE, 2.0, 3.0, 6.0, 6.0]);
    same(&values("dense", 7, &[&row], &[], &[0.0]), &[4.0, 2.0, NONE, 4.0, 3.0, 1.0, 1.0]);
}

#[test]
fn a_mask_and_groups_decide_who_is_compared_with_whom() {
    let row = [4.0, 1.0, 3.0, 2.0, 9.0];
    same(&values("ordinal", 5, &[&row], &[&[1, 1, 0, 1, 1]], &[0.0]), &[3.0, 1.0, NONE, 2.0, 4.0]);
    let groups = [1.0, 2.0, 1.0, 2.0, NONE];
    same(&values("ordinal", 5, &[&row, &groups], &[], &[0.0]), &[2.0, 1.0, 1.0, 2.0, NONE]);
    same(&values("demean", 5, &[&row, &groups], &[], &[]), &[0.5, -0.5, -0.5, 0.5, NONE]);
}

#[test]
fn equal_values_have_no_score_and_the_mean_of_equal_values_is_that_value() {
    same(&values("zscore", 3, &[&[0.1, 0.1, 0.1]], &[], &[]), &[NONE, NONE, NONE]);
    same(&values("demean", 3, &[&[0.1, 0.1, 0.1]], &[], &[]), &[0.0, 0.0, 0.0]);
    same(&values("zscore", 4, &[&[1.0, 3.0, 1.0, 3.0]], &[], &[]), &[-1.0, 1.0, -1.0, 1.0]);
}

#[test]
fn rows_know_nothing_of_each_other_and_an_empty_one_is_empty() {
    let rows = [2.0, 1.0, NONE, NONE, 5.0, 7.0];
    for name in ["zscore", "demean"] {
        let whole = values(name, 2, &[&rows], &[], &[]);
        for (row, cells) in rows.chunks(2).enumerate() {
            same(&values(name, 2, &[cells], &[], &[]), &whole[row * 2..row * 2 + 2]);
        }
    }
    same(&values("winsorize", 2, &[&rows], &[], &[0.5, 1.0]), &[2.0, 2.0, NONE, NONE, 7.0, 7.0]);
    same(&values("quantiles", 2, &[&rows], &[], &[2.0]), &[1.0, 0.0, NONE, NONE, 0.0, 1.0]);
    same(&values("within", 2, &[&rows], &[], &[0.5, 1.0]), &[1.0, 0.0, NONE, NONE, 0.0, 1.0]);
}

#[test]
fn a_source_has_a_value_where_a_bar_closes() {
    let (every, some) = ([1.0, 2.0, f64::INFINITY, 4.0], [10.0, 20.0]);
    let columns = [SourceColumn { values: &every, last_bars: None }, SourceColumn { values: &some, last_bars: Some(&[-1, 0, 0, 1]) }];
    let mut out = [0.0; 8];
    assert_eq!(source_into(&columns, false, &mut out), Ok(()));
    same(&out, &[1.0, NONE, 2.0, 10.0, NONE, NONE, 4.0, 20.0]);
    assert_eq!(source_into(&columns, true, &mut out), Ok(()));
    same(&out, &[1.0, NONE, 2.0, 10.0, NONE, 10.0, 4.0, 20.0]);
    assert_eq!(source_into(&columns, true, &mut out[..6]), Err(SectionError::Shape));
}

#[test]
fn cells_without_a_value_stay_so_and_compare_as_false() {
    let (a, b) = ([1.0, NONE, 4.0, 1e308], [2.0, 2.0, 0.0, -1e308]);
    same(&values("div", 2, &[&a, &b], &[], &[]), &[0.5, NONE, NONE, -1.0]);
    same(&values("minus", 2, &[&a, &b], &[], &[]), &[-1.0, NONE, 4.0, NONE]);
    same(&values("under", 2, &[&a], &[], &[2.0]), &[2.0, NONE, 0.5, 2e-308]);
    same(&values("where", 2, &[&a], &[&[1, 1, 0, 0]], &[]), &[1.0, NONE, NONE, NONE]);
    let mut mask = [9; 4];
    assert_eq!(mask_into("lt", &[&a, &b], &[], &[], &mut mask), Ok(()));
    assert_eq!(mask, [1, 0, 0, 0]);
    assert_eq!(mask_into("defined", &[&a], &[], &[], &mut mask), Ok(()));
    assert_eq!(mask, [1, 0, 1, 1]);
    let mut other = [0; 4];
    assert_eq!(mask_into("not", &[], &[&mask], &[], &mut other), Ok(()));
    assert_eq!(other, [0, 1, 0, 0]);
    assert_eq!(mask_into("nand", &[], &[&mask], &[], &mut other), Err(SectionError::Unknown { name: "nand".to_owned() }));
}
