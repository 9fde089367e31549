//! Upright stacked columns over ordered periods: a few guides with round numbers at the left, the total
//! above each column, the value inside a segment where it fits. Twelve columns do not read at 320 px:
//! there the periods become rows.

use super::axis::Ticks;
use super::canvas::{Anchor, Frame};
use super::key::Key;
use super::layout::{Format, Page};
use super::palette::Role;
use super::sheet::Sheet;
use super::stack::{INSET, Scale};
use super::stacked_bars::{closing, draw_labelled};
use super::text::{Measure, one_line, wrap};
use super::{ChartError, marks};
use crate::report::chart_spec::StackedBars;
use plotters::prelude::{Color, Rectangle};

/// Height of the plot in px.
const HEIGHT: f64 = 240.0;
/// Height of a plot without any value in px.
const LOW: f64 = 96.0;
/// Height of a masked segment in px.
const MASKED_SEGMENT: f64 = 24.0;
/// Widest column in px.
const WIDEST: f64 = 64.0;
/// Names that take more than this many columns are divided instead of left out.
const MOST_SKIPPED: f64 = 3.0;
/// The part of its period a column takes.
const SHARE: f64 = 0.68;

/// Draws the columns.
pub(super) fn draw(columns: &StackedBars, page: &Page<'_>) -> Result<Sheet, ChartError> {
    if columns.rows.is_empty() {
        return page.empty();
    }
    if page.format == Format::Narrow {
        return draw_labelled(columns, page, |row| &row.short_label);
    }
    let key = Key::of_series(page, columns);
    let has_values = has_values(columns);
    let tall = if has_values { HEIGHT } else { LOW };
    let scale = Scale::fit(columns, tall, MASKED_SEGMENT);
    let unit = scale.px_per_unit;
    let ticks = Ticks::up_to(tall / unit, has_values);
    let measure = page.measure(Role::TextMuted);
    let left = ticks.width(&measure);
    let top = key.height + 22.0;
    let base = top + tall;
    let pitch = (page.width() - left) / columns.rows.len() as f64;
    let names = Names::lay(columns, page, pitch);

    page.paint(base + names.height + 4.0, |canvas| {
        key.draw(page, canvas)?;
        let frame = Frame { left, top, width: page.width() - left, height: tall };
        let mut plot = canvas.plot(frame, 0.0..columns.rows.len() as f64, 0.0..tall / unit)?;
        ticks.draw(page, canvas, frame, unit)?;
        let half = (SHARE / 2.0).min(WIDEST / 2.0 / pitch);
        // All numbers or none: of a few a reader would ask why.
        let numbers = columns.rows.iter().flat_map(|row| &row.segments);
        let numbers: Vec<String> = numbers.map(marks::label).collect();
        let widest = page.measure(Role::TextBold).longest(&numbers);
        let has_room = widest + 2.0 * INSET <= 2.0 * half * pitch;
        for (index, row) in columns.rows.iter().enumerate() {
            let middle = index as f64 + 0.5;
            let (segments, end) = scale.stack(&row.segments);
            plot.draw_series(segments.iter().map(|segment| {
                let corners =
                    [(middle - half, segment.to / unit), (middle + half, segment.from / unit)];
                Rectangle::new(corners, segment.role().filled())
            }))?;
            let x = left + middle * pitch;
            for segment in &segments {
                let at = (x, base - f64::midpoint(segment.from, segment.to));
                if has_room || segment.is_masked() {
                    let room = (2.0 * half * pitch, segment.to - segment.from);
                    segment.print(page, canvas, at, room)?;
                }
            }
            if let Some(mark) = closing(row) {
                let (label, role) = (marks::label(mark), marks::beside(mark));
                let width = page.measure(role).width(&label);
                if width <= pitch - 2.0 {
                    let at = (x, base - end - 12.0);
                    // A guide may run here; it must not cross the number. The sign for nothing stands below all.
                    if role == Role::TextBold {
                        page.plate_behind(canvas, at, (width + 4.0, page.plate()), Role::Gap)?;
                    }
                    canvas.text(&label, at, Anchor::Middle, page.size(), role)?;
                }
            }
            if let Some(lines) = names.lines.get(index) {
                let at = (x, base + 18.0);
                let (leading, size) = (page.leading(), page.size());
                canvas.lines(lines, at, leading, Anchor::Middle, size, Role::Text)?;
            }
        }
        canvas.line((left, base), (page.width(), base), Role::Axis)?;
        Ok(())
    })
}

/// Whether any segment has a length; without one a scale would mean nothing.
fn has_values(columns: &StackedBars) -> bool {
    columns.rows.iter().flat_map(|row| &row.segments).any(|mark| marks::length(mark) > 0.0)
}

/// The names below the columns.
struct Names {
    lines: Vec<Vec<String>>,
    height: f64,
}

impl Names {
    /// Full labels where each fits in two lines without dividing a word, else the short ones, else
    /// only every second or third of these.
    fn lay(columns: &StackedBars, page: &Page<'_>, pitch: f64) -> Self {
        let measure = page.measure(Role::Text);
        let room = pitch - 4.0;
        let whole = |label: &str| label.split_whitespace().all(|word| measure.width(word) <= room);
        let full: Vec<Vec<String>> =
            columns.rows.iter().map(|row| wrap(&row.label, room, &measure)).collect();
        let full_fits = columns.rows.iter().all(|row| whole(&row.label));
        if full_fits && full.iter().all(|lines| lines.len() <= 2) {
            let most = full.iter().map(Vec::len).max().unwrap_or(1);
            return Self { lines: full, height: 10.0 + most as f64 * page.leading() };
        }
        let short: Vec<String> =
            columns.rows.iter().map(|row| one_line(&row.short_label)).collect();
        let stride = measure.longest(&short) / room;
        let lines: Vec<Vec<String>> = if let Some(lines) = of_years(&short, room, &measure) {
            lines
        } else if stride > MOST_SKIPPED {
            short.iter().map(|label| wrap(label, room, &measure)).collect()
        } else {
            let step = stride.ceil().max(1.0) as usize;
            let name = |(index, label): (usize, String)| {
                if index.is_multiple_of(step) { vec![label] } else { Vec::new() }
            };
            short.into_iter().enumerate().map(name).collect()
        };
        let most = lines.iter().map(Vec::len).max().unwrap_or(1);
        Self { lines, height: 10.0 + most as f64 * page.leading() }
    }
}

/// Short labels of a part and a year: every part, or every second or third where these stand evenly, and the year below the first of its
/// parts alone; else in place of all. `None` where they are anything else.
fn of_years(labels: &[String], room: f64, measure: &Measure<'_>) -> Option<Vec<Vec<String>>> {
    let is_year = |(_, year): &(&str, &str)| year.starts_with(|c: char| c.is_ascii_digit());
    let parts = labels.iter().map(|label| label.rsplit_once(' ').filter(is_year));
    let parts: Vec<(&str, &str)> = parts.collect::<Option<_>>()?;
    let names: Vec<String> = parts.iter().map(|(part, _)| (*part).to_owned()).collect();
    let step = (measure.longest(&names) / room).ceil().max(1.0);
    let every = step as usize;
    let mut years = parts.chunk_by(|one, other| one.1 == other.1);
    let are_named = step <= MOST_SKIPPED && years.all(|year| year.len().is_multiple_of(every));
    let (mut before, mut at) = ("", 0_usize);
    let lines = parts.iter().map(|(part, year)| {
        let is_first = *year != std::mem::replace(&mut before, year);
        at = if is_first { 0 } else { at + 1 };
        let part = (are_named && at.is_multiple_of(every)).then_some(part);
        part.into_iter().chain(is_first.then_some(year)).map(|it| (*it).to_owned()).collect()
    });
    Some(lines.collect())
}
