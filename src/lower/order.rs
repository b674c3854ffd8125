//! Orders in which everything comes after what it needs, and otherwise nothing moves.

use std::collections::BTreeSet;

/// The order of so many things, each after those it needs, otherwise as they are. On a cycle: the things on it.
///
/// `needs` gives what a thing needs, by index, in order.
pub(crate) fn order(count: usize, needs: &dyn Fn(usize) -> Vec<usize>) -> Result<Vec<usize>, Vec<usize>> {
    let mut visit = Visit { needs, placed: Vec::with_capacity(count), done: BTreeSet::new() };
    for start in 0..count {
        visit.run(start)?;
    }
    Ok(visit.placed)
}

struct Visit<'a> {
    needs: &'a dyn Fn(usize) -> Vec<usize>,
    placed: Vec<usize>,
    done: BTreeSet<usize>,
}

impl Visit<'_> {
    /// A depth-first visit with a stack of its own, since chains may be as long as a design.
    fn run(&mut self, start: usize) -> Result<(), Vec<usize>> {
        if self.done.contains(&start) {
            return Ok(());
        }
        let mut stack = vec![(start, (self.needs)(start).into_iter())];
        while let Some((current, rest)) = stack.last_mut() {
            let current = *current;
            match rest.next() {
                Some(next) if self.done.contains(&next) => {}
                Some(next) => {
                    if let Some(first) = stack.iter().position(|(waiting, _)| *waiting == next) {
                        return Err(stack.iter().skip(first).map(|(waiting, _)| *waiting).collect());
                    }
                    stack.push((next, (self.needs)(next).into_iter()));
                }
                None => {
                    stack.pop();
                    self.done.insert(current);
                    self.placed.push(current);
                }
            }
        }
        Ok(())
    }
}

/// As [`order`], but a need that would close a cycle is passed over: its holder comes before what it needs.
pub(crate) fn order_with_cycles(count: usize, needs: &dyn Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut placed = Vec::with_capacity(count);
    let mut seen = BTreeSet::new();
    for start in 0..count {
        if !seen.insert(start) {
            continue;
        }
        let mut stack = vec![(start, needs(start).into_iter())];
        while let Some((current, rest)) = stack.last_mut() {
            let current = *current;
            match rest.next() {
                Some(next) if !seen.insert(next) => {}
                Some(next) => stack.push((next, needs(next).into_iter())),
                None => {
                    stack.pop();
                    placed.push(current);
                }
            }
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_come_first_and_the_rest_keeps_its_place() {
        let needs = |index: usize| if index == 1 { vec![3] } else { Vec::new() };
        assert_eq!(order(5, &needs), Ok(vec![0, 3, 1, 2, 4]));
        let cycle = |index: usize| vec![(index + 1) % 3];
        assert_eq!(order(3, &cycle), Err(vec![0, 1, 2]));
        assert_eq!(order_with_cycles(3, &cycle), [2, 1, 0]);
    }
}
