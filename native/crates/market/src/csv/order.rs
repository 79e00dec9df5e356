/// Puts a column of times in order: which way round the file is, and which rows do not fit.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Order {
    Ascending,
    /// Every time is earlier than the one before it.
    Descending,
    Mixed {
        mostly_descending: bool,
    },
}

pub(super) fn order_of(times: &[i64]) -> Order {
    let (mut up, mut down) = (0usize, 0usize);
    for pair in times.windows(2) {
        up += usize::from(pair[0] < pair[1]);
        down += usize::from(pair[0] > pair[1]);
    }
    let steps = times.len().saturating_sub(1);
    if up == steps {
        Order::Ascending
    } else if down == steps {
        Order::Descending
    } else {
        Order::Mixed { mostly_descending: down > up }
    }
}

/// The fewest rows whose absence leaves the others strictly ascending, as row numbers in order. Of rows with the same time the first
/// stays, or the last with `keep_last`.
pub(super) fn misplaced(times: &[i64], keep_last: bool) -> Vec<usize> {
    // Longest increasing subsequence by patience sorting: ends[k] is the row that ends the best chain of k + 1 rows.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<usize> = vec![usize::MAX; times.len()];
    for (row, time) in times.iter().enumerate() {
        let place = ends.partition_point(|end| times[*end] < *time);
        before[row] = place.checked_sub(1).map_or(usize::MAX, |chain| ends[chain]);
        match ends.get_mut(place) {
            Some(end) if times[*end] != *time || keep_last => *end = row,
            Some(_) => {}
            None => ends.push(row),
        }
    }
    let mut stays = vec![false; times.len()];
    let mut next = ends.last().copied().unwrap_or(usize::MAX);
    while let Some(stay) = stays.get_mut(next) {
        *stay = true;
        next = before[next];
    }
    stays.iter().enumerate().filter(|(_, stay)| !**stay).map(|(row, _)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_direction_is_that_of_most_steps() {
        assert_eq!(order_of(&[]), Order::Ascending);
        assert_eq!(order_of(&[5]), Order::Ascending);
        assert_eq!(order_of(&[1, 2, 3]), Order::Ascending);
        assert_eq!(order_of(&[3, 2, 1]), Order::Descending);
        assert_eq!(order_of(&[1, 2, 2]), Order::Mixed { mostly_descending: false });
        assert_eq!(order_of(&[4, 3, 5, 2, 1]), Order::Mixed { mostly_descending: true });
    }

    #[test]
    fn the_fewest_rows_are_blamed() {
        assert_eq!(misplaced(&[1, 2, 99, 3, 4, 5], false), [2]);
        assert_eq!(misplaced(&[1, 2, 3, 0, 4], false), [3]);
        assert_eq!(misplaced(&[1, 2, 2, 3], false), [2]);
        assert_eq!(misplaced(&[1, 2, 2, 3], true), [1]);
        assert_eq!(misplaced(&[1, 2, 3], false), [0usize; 0]);
    }

    proptest::proptest! {
        #[test]
        fn what_stays_is_ascending_and_as_long_as_it_can_be(times in proptest::collection::vec(0i64..12, 0..12)) {
            let dropped = misplaced(&times, false);
            let kept: Vec<i64> = (0..times.len()).filter(|row| !dropped.contains(row)).map(|row| times[row]).collect();
            proptest::prop_assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
            let longest = (0u32..1 << times.len())
                .filter_map(|mask| {
                    let chosen: Vec<i64> = (0..times.len()).filter(|row| mask >> row & 1 == 1).map(|row| times[row]).collect();
                    chosen.windows(2).all(|pair| pair[0] < pair[1]).then_some(chosen.len())
                })
                .max();
            proptest::prop_assert_eq!(Some(kept.len()), longest);
        }
    }
}
