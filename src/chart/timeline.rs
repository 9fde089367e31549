//! Events along the months of a report's period, a lane for each kind of event. An event with a day is a dot, one
//! with a vaguer date a span with two ends, as long as the time it may lie in. Events that would touch
//! are stacked.

use super::ChartError;
use super::canvas::{Anchor, Frame};
use super::layout::{Format, Page};
use super::palette::Role;
use super::sheet::Sheet;
use super::text::{one_line, wrap_evenly};
use crate::report::chart_spec::{Timeline, TimelineEvent};
use plotters::prelude::{Circle, Color, Rectangle};

/// Months in a year, the length of the axis.
/// Every how many months one is named: the fewest that have room.
const STEPS: [usize; 4] = [1, 3, 6, 12];
/// Events shorter than this many months have a day of their own.
const A_DAY: f64 = 0.1;
/// Radius of a dot in px.
const RADIUS: f64 = 6.0;
/// Height of the ends of a span in px.
const BAR: f64 = 14.0;
/// Width of the ends of a span in px.
const END: f64 = 3.0;
/// Thickness of a span in px.
const LINE: f64 = 4.0;
/// Height of one level of a lane in px.
const LEVEL: f64 = 17.0;

/// Draws the lanes.
pub(super) fn draw(timeline: &Timeline, page: &Page<'_>) -> Result<Sheet, ChartError> {
    if timeline.lanes.is_empty() {
        return page.empty();
    }
    let measure = page.measure(Role::Text);
    let beside = page.format == Format::Wide;
    let room = page.pick(page.width() * 0.3, page.width());
    let labels: Vec<_> =
        timeline.lanes.iter().map(|lane| wrap_evenly(&lane.label, room, &measure)).collect();
    let widest = labels.iter().map(|lines| measure.longest(lines)).fold(0.0, f64::max);
    let left = if beside { widest + 14.0 } else { RADIUS + 1.0 };
    let width = page.width() - left - RADIUS - 1.0;
    let (leading, size) = (page.leading(), page.size());

    let head = leading + 8.0;
    let mut lanes = Vec::new();
    let mut y = head;
    for (lane, lines) in timeline.lanes.iter().zip(&labels) {
        let levels = levels(&lane.events, width / timeline.months.len() as f64);
        let depth = levels.iter().copied().max().map_or(1, |most| most + 1) as f64 * LEVEL;
        let label = lines.len() as f64 * leading;
        let (label_top, band, next) = if beside {
            let tall = (depth.max(label) + 18.0).max(44.0);
            (y + (tall - label) / 2.0, y + (tall - depth) / 2.0, y + tall)
        } else {
            (y + 8.0, y + 8.0 + label + 6.0, y + 8.0 + label + 6.0 + depth + 10.0)
        };
        lanes.push(Lane { upper: y, label_top, band, depth, lower: next, levels });
        y = next;
    }

    page.paint(y + 2.0, |canvas| {
        let frame = Frame { left, top: 0.0, width, height: y };
        let number = timeline.months.len();
        let mut plot = canvas.plot(frame, 0.0..number as f64, y..0.0)?;
        let pitch = width / number as f64;
        let longest =
            timeline.months.iter().map(|m| measure.width(&one_line(m))).fold(0.0, f64::max);
        let has_room = |every: &usize| longest + 4.0 <= pitch * *every as f64;
        let every = STEPS.into_iter().find(has_room).unwrap_or(12);
        for month in 0..=number {
            let x = left + month as f64 * pitch;
            if month.is_multiple_of(every) {
                for lane in &lanes {
                    let upper = if beside { lane.upper } else { lane.band };
                    canvas.line((x, upper), (x, lane.lower), Role::Grid)?;
                }
            }
            let Some(name) = timeline.months.get(month) else { continue };
            if month.is_multiple_of(every) {
                let (x, anchor) =
                    if every == 1 { (x + pitch / 2.0, Anchor::Middle) } else { (x, Anchor::Start) };
                canvas.text(&one_line(name), (x, leading / 2.0), anchor, size, Role::TextMuted)?;
            }
        }
        canvas.line((0.0, head), (left + width, head), Role::Axis)?;
        for ((lane, place), lines) in timeline.lanes.iter().zip(&lanes).zip(&labels) {
            let at = (if beside { left - 14.0 } else { 0.0 }, place.label_top + leading / 2.0);
            let anchor = if beside { Anchor::End } else { Anchor::Start };
            canvas.lines(lines, at, leading, anchor, size, Role::Text)?;
            canvas.line((0.0, place.lower), (left + width, place.lower), Role::Grid)?;
            for (event, &level) in lane.events.iter().zip(&place.levels) {
                let middle = place.band + place.depth - (level as f64 + 0.5) * LEVEL;
                let role = Role::Series(1);
                if is_day(event) {
                    let centre = (f64::midpoint(event.from, event.to), middle);
                    let dot = Circle::new(centre, super::canvas::grid(RADIUS), role.filled());
                    plot.draw_series(std::iter::once(dot))?;
                } else {
                    let px = 1.0 / pitch;
                    let (from, to) = (event.from + px, event.to - px);
                    let part = |from, to, half| {
                        Rectangle::new([(from, middle - half), (to, middle + half)], role.filled())
                    };
                    plot.draw_series([
                        part(from, to, LINE / 2.0),
                        part(from, from + END * px, BAR / 2.0),
                        part(to - END * px, to, BAR / 2.0),
                    ])?;
                }
            }
        }
        Ok(())
    })
}

/// A placed lane: heights in px and the level of each event.
struct Lane {
    upper: f64,
    label_top: f64,
    band: f64,
    depth: f64,
    lower: f64,
    levels: Vec<usize>,
}

/// Whether the event has a day of its own.
fn is_day(event: &TimelineEvent) -> bool {
    event.to - event.from < A_DAY
}

/// For each event the lowest level on which it touches no earlier one, where a month is so wide.
fn levels(events: &[TimelineEvent], px: f64) -> Vec<usize> {
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut levels = Vec::new();
    for event in events {
        let (from, to) = if is_day(event) {
            let centre = f64::midpoint(event.from, event.to) * px;
            (centre - RADIUS - 1.0, centre + RADIUS + 1.0)
        } else {
            (event.from * px, event.to * px)
        };
        let free = |spans: &Vec<(f64, f64)>| spans.iter().all(|&(a, b)| to <= a || b <= from);
        let level = taken.iter().position(free).unwrap_or(taken.len());
        if level == taken.len() {
            taken.push(Vec::new());
        }
        if let Some(spans) = taken.get_mut(level) {
            spans.push((from, to));
        }
        levels.push(level);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(from: f64, to: f64) -> TimelineEvent {
        TimelineEvent { from, to }
    }

    #[test]
    fn touching_events_are_stacked_and_others_share_a_level() {
        let events = [event(1.0, 1.0), event(1.05, 1.05), event(1.1, 1.1), event(4.0, 4.0)];
        assert_eq!(levels(&events, 50.0), [0, 1, 2, 0]);
        assert_eq!(levels(&[event(0.0, 6.0), event(6.0, 12.0), event(3.0, 3.0)], 50.0), [0, 0, 1]);
    }
}
