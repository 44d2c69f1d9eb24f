//! A photo in the sizes that pages show: one for its page, one for cards and grids, one for rows and
//! calendars. Each is turned upright and holds the picture alone.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits};
use serde::Serialize;

/// Widths in CSS pixels and more: for a page on a dense screen, for a card, for a row.
pub(super) const PAGE: u32 = 1280;
pub(super) const CARD: u32 = 400;
const ROW: u32 = 112;
/// How well a JPEG keeps its picture, of 100.
const QUALITY: u8 = 82;
/// A picture that needs more memory than this, in bytes, is not made smaller.
const MOST_MEMORY: u64 = 400 << 20;

/// Width and height of a photo in pixels, upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) struct PhotoSize {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl PhotoSize {
    /// The size of the copy that is at most so wide.
    pub(super) fn at_most(self, width: u32) -> Self {
        if self.width <= width {
            return self;
        }
        let height = u64::from(self.height) * u64::from(width) / u64::from(self.width.max(1));
        Self { width, height: u32::try_from(height.max(1)).unwrap_or(1) }
    }
}

/// Which copy of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PhotoCopy {
    /// For its page.
    Page,
    /// For cards and grids.
    Card,
    /// For rows and calendars.
    Row,
}

impl PhotoCopy {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Page, Self::Card, Self::Row];

    /// Where the copy of a journal's file lies on the site.
    #[must_use]
    pub(crate) fn path(self, file: &str) -> String {
        match self {
            Self::Page => format!("files/{file}"),
            Self::Card => format!("small/{file}"),
            Self::Row => format!("tiny/{file}"),
        }
    }
}

/// A photo in every size.
#[derive(Debug, Default)]
pub(crate) struct PhotoCopies {
    page: Vec<u8>,
    card: Vec<u8>,
    row: Vec<u8>,
}

impl PhotoCopies {
    /// The copies of a photo that was cleaned. One that cannot be read, or moves, or is small
    /// already, stays as it is.
    #[must_use]
    pub(crate) fn new(clean: Vec<u8>) -> Self {
        match sized(&clean) {
            Some(copies) if copies.page.is_empty() => Self { page: clean, ..copies },
            Some(copies) => copies,
            None => Self { page: clean.clone(), card: clean.clone(), row: clean },
        }
    }

    /// The bytes of one of them, which are gone then.
    pub(crate) fn take(&mut self, copy: PhotoCopy) -> Vec<u8> {
        std::mem::take(match copy {
            PhotoCopy::Page => &mut self.page,
            PhotoCopy::Card => &mut self.card,
            PhotoCopy::Row => &mut self.row,
        })
    }
}

/// The copies; that for the page is empty where the photo is no larger.
fn sized(clean: &[u8]) -> Option<PhotoCopies> {
    let mut reader = ImageReader::new(Cursor::new(clean)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    // Turned when it is small, for that is quicker.
    let sideways = matches!(
        turned,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = (picture.width(), picture.height());
    let size = PhotoSize { width, height };
    let upright = if sideways { PhotoSize { width: height, height: width } } else { size };
    let wanted = upright.at_most(PAGE);
    let large = wanted != upright;
    let (across, down) =
        if sideways { (wanted.height, wanted.width) } else { (wanted.width, wanted.height) };
    let mut page = if large { picture.thumbnail_exact(across, down) } else { picture };
    page.apply_orientation(turned);
    let smaller = |width: u32| {
        let size = upright.at_most(width);
        page.resize_exact(size.width, size.height, FilterType::Triangle)
    };
    let encode = |picture: &DynamicImage| encoded(picture, profile.as_deref());
    let (card, row) = (encode(&smaller(CARD))?, encode(&smaller(ROW))?);
    let moves = clean.windows(4).take(4096).any(|mark| mark == b"acTL" || mark == b"ANIM");
    let new_page = (large || turned != Orientation::NoTransforms) && !moves;
    let page = if new_page { encode(&page)? } else { Vec::new() };
    Some(PhotoCopies { page, card, row })
}

/// As JPEG, or as PNG where something shines through.
fn encoded(picture: &DynamicImage, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let profile = profile.map(<[u8]>::to_vec);
    if picture.color().has_alpha() {
        let mut encoder = PngEncoder::new(&mut out);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile).ok()?;
        }
        picture.write_with_encoder(encoder).ok()?;
    } else {
        let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile).ok()?;
        }
        // Grey stays grey, for its profile is one of greys.
        match picture {
            DynamicImage::ImageLuma8(_) | DynamicImage::ImageLuma16(_) => {
                picture.to_luma8().write_with_encoder(encoder).ok()?;
            }
            _ => picture.to_rgb8().write_with_encoder(encoder).ok()?,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, RgbImage, RgbaImage};

    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
            // Red at the left.
            if x < width / 2 { [200, 20, 20].into() } else { [20, 20, 200].into() }
        }));
        let mut out = Vec::new();
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, 90)).unwrap();
        out
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory(bytes).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn a_large_photo_is_made_smaller_and_a_small_one_stays_as_it_is() {
        let mut copies = PhotoCopies::new(jpeg(2000, 1000));
        assert_eq!(size(&copies.take(PhotoCopy::Page)), (1280, 640));
        assert_eq!(size(&copies.take(PhotoCopy::Card)), (400, 200));
        assert_eq!(size(&copies.take(PhotoCopy::Row)), (112, 56));
        let small = jpeg(300, 200);
        let mut copies = PhotoCopies::new(small.clone());
        assert_eq!(copies.take(PhotoCopy::Page), small, "byte for byte");
        assert_eq!(size(&copies.take(PhotoCopy::Card)), (300, 200));
    }

    #[test]
    fn a_photo_that_lies_on_its_side_is_turned() {
        let mut lying = jpeg(2000, 1000);
        // Turn it a quarter to the right: what was left is above.
        let exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        lying.splice(2..2, exif.iter().copied());
        let mut copies = PhotoCopies::new(lying);
        let page = copies.take(PhotoCopy::Page);
        assert_eq!(size(&page), (1000, 2000), "it is no wider than a page, and upright");
        let above = image::load_from_memory(&page).unwrap().to_rgb8();
        assert!(above.get_pixel(500, 100)[0] > 150 && above.get_pixel(500, 1900)[2] > 150);
        assert_eq!(size(&copies.take(PhotoCopy::Card)), (400, 800));
    }

    #[test]
    fn what_shines_through_goes_on_shining_through() {
        let mut glass = Vec::new();
        let picture =
            DynamicImage::ImageRgba8(RgbaImage::from_pixel(900, 900, [0, 0, 0, 0].into()));
        picture.write_to(&mut Cursor::new(&mut glass), ImageFormat::Png).unwrap();
        let card = PhotoCopies::new(glass).take(PhotoCopy::Card);
        assert_eq!(image::guess_format(&card).unwrap(), ImageFormat::Png);
        assert_eq!(image::load_from_memory(&card).unwrap().to_rgba8().get_pixel(5, 5)[3], 0);
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_is() {
        let mut copies = PhotoCopies::new(b"\xff\xd8\xff\xda\0\x02ab\xff\xd9".to_vec());
        assert_eq!(copies.take(PhotoCopy::Row), b"\xff\xd8\xff\xda\0\x02ab\xff\xd9");
        let size = PhotoSize { width: 4000, height: 3000 };
        assert_eq!(size.at_most(400), PhotoSize { width: 400, height: 300 });
    }
}
