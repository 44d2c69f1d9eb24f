//! Journey: a JSON file for each entry, with its text in HTML or Markdown, and the photos beside it.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::imported::{
    Export, Imported, ImportedEntry, ImportedFile, address, coordinates, ending, file_name,
    text_of, time_zone,
};

/// Reads an export.
pub(super) fn read(export: &dyn Export) -> Result<Imported, String> {
    let mut imported = Imported::default();
    for name in export.names().iter().filter(|name| ending(name) == "json") {
        let text = text_of(export, name)?;
        let entry: Value =
            serde_json::from_str(&text).map_err(|error| format!("{name} is damaged ({error})"))?;
        match one(&entry, export.names(), &mut imported.left_out) {
            Ok(entry) => imported.entries.push(entry),
            Err(why) => imported.left_out.push(format!("{name}: {why}.")),
        }
    }
    if imported.entries.is_empty() {
        return Err(
            "it holds no entry of Journey. Export as ZIP there, and name the file".to_owned()
        );
    }
    Ok(imported)
}

fn one(
    entry: &Value,
    names: &[String],
    left_out: &mut Vec<String>,
) -> Result<ImportedEntry, String> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().trim();
    let id = text("id");
    // Milliseconds in older exports, a time in newer ones.
    let millis = entry.get("date_journal").and_then(Value::as_i64);
    let at = match millis {
        Some(millis) => Timestamp::from_millisecond(millis).ok(),
        None => text("dateOfJournal").parse().ok(),
    };
    let at = at.ok_or("it has no date")?;
    let zone = time_zone(text("timezone")).unwrap_or(TimeZone::UTC);
    let when = zone.to_datetime(at);
    let html = text("text");
    let is_html = text("type") == "html" || html.starts_with('<') && html.ends_with('>');
    let mut body = if is_html {
        htmd::convert(html).map_err(|_| "its text cannot be read as HTML")?
    } else {
        html.to_owned()
    };
    let mut files = Vec::new();
    let photos = entry.get("photos").and_then(Value::as_array).into_iter().flatten();
    for photo in photos.filter_map(Value::as_str) {
        let exact = names.iter().find(|name| *name == photo);
        match exact.or_else(|| names.iter().find(|name| file_name(name) == file_name(photo))) {
            Some(name) => {
                // Two entries may have photos of one name.
                let file = match file_name(photo) {
                    own if own.starts_with(id) => own.to_owned(),
                    other => format!("{id}-{other}"),
                };
                let file = file.replace([' ', '(', ')'], "-");
                let _ = write!(body, "\n\n![]({})", address("file", &file));
                files.push(ImportedFile { name: name.clone(), file });
            }
            None => left_out.push(format!("entry {id}: the photo {photo} is not in the export.")),
        }
    }
    let mut fields = Vec::new();
    if let Some(mood) = entry
        .get("mood")
        .and_then(Value::as_f64)
        .filter(|mood| (0.0..=100.0).contains(mood) && *mood > 0.0)
    {
        fields.push(("mood", mood.to_string()));
    }
    if !text("address").is_empty() {
        fields.push(("place", text("address").to_owned()));
    }
    let number = |value: &Value, key: &str| value.get(key).and_then(Value::as_f64);
    // Where no place is known, theirs is the largest number there is.
    let known = number(entry, "lat").zip(number(entry, "lon"));
    let known = known.and_then(|(latitude, longitude)| coordinates(latitude, longitude));
    fields.extend(known.map(|known| ("coordinates", known)));
    if let Some(weather) = entry.get("weather") {
        let words =
            weather.get("description").and_then(Value::as_str).filter(|text| !text.is_empty());
        let degrees = number(weather, "degree_c").filter(|degrees| degrees.abs() < 100.0);
        let degrees = degrees.map(|degrees| format!("{degrees:.0} °C"));
        let said: Vec<String> = words.map(str::to_owned).into_iter().chain(degrees).collect();
        if !said.is_empty() {
            fields.push(("weather", said.join(", ")));
        }
    }
    let tags = entry.get("tags").and_then(Value::as_array).into_iter().flatten();
    Ok(ImportedEntry {
        id: if id.is_empty() { at.to_string() } else { id.to_owned() },
        date: when.date(),
        time: Some(when.time()),
        text: body.trim().to_owned(),
        tags: tags.filter_map(Value::as_str).map(str::to_owned).collect(),
        starred: entry.get("favourite").and_then(Value::as_bool).unwrap_or(false),
        fields,
        files,
    })
}

#[cfg(test)]
mod tests {
    use super::super::imported::FilesInMemory;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn text_in_html_becomes_markdown() {
        let json = r#"{"id": "1-a", "date_journal": 1710018000000, "timezone": "Pacific/Auckland", "text": "<p>It <strong>rained</strong>.</p><ul><li>one</li></ul>", "mood": 0.25, "favourite": true, "tags": ["sea"], "lat": 1.7976931348623157e308, "lon": 0, "photos": ["1-a-x.jpg"]}"#;
        let imported =
            read(&FilesInMemory::new(&[("1-a.json", json), ("1-a-x.jpg", "x")])).unwrap();
        let one = &imported.entries[0];
        assert_eq!(one.date, date(2024, 3, 10));
        assert!(one.text.starts_with("It **rained**."), "{}", one.text);
        assert!(one.text.ends_with("![](\u{e000}file:1-a-x.jpg\u{e001})") && one.starred);
        assert_eq!(one.fields, [("mood", "0.25".to_owned())]);
    }
}
