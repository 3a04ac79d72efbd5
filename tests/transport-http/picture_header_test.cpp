#include "transport-http/picture_header.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

using namespace std::literals;

std::string said(std::string_view bytes) {
  PictureHeader header;
  header.feed(bytes);
  return header.size() ? std::to_string(header.size()->width) + "x" + std::to_string(header.size()->height) : "";
}

const std::string soi = "\xff\xd8"s, app1 = "\xff\xe1\x00\x06"s + "Exif", sof0 = "\xff\xc0\x00\x11\x08\x75\x30\x01\x02\x03"s;
const std::string png = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x75\x30\0\0\x01\x02\x08\x06"s;
const std::string gif = "GIF89a\x30\x75\x02\x01\0\0"s;
const std::string lossy = "RIFF\0\0\0\0WEBPVP8 \0\0\0\0...\x9d\x01\x2a\x30\x75\x02\x01"s;
const std::string lossless = "RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\xff\xff\xff\x0f...."s;
const std::string extended = "RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x2f\x75\x00\x01\x01\x00"s;

TEST(PictureHeader, ReadsEachFormat) {
  EXPECT_EQ(said(soi + sof0), "258x30000");
  EXPECT_EQ(said(png), "30000x258");
  EXPECT_EQ(said(gif), "30000x258");
  EXPECT_EQ(said(lossy), "13616x258") << "14 bits";
  EXPECT_EQ(said(lossless), "16384x16384");
  EXPECT_EQ(said(extended), "30000x258");
}

TEST(PictureHeader, FindsAJpegsFrameBehindWhatComesBefore) {
  EXPECT_EQ(said(soi + app1 + sof0), "258x30000");
  const std::string filled = "\xff\xff\xff";
  EXPECT_EQ(said(soi + app1 + filled + sof0), "258x30000");
  const std::string large = "\xff\xe2\xff\xff"s + std::string(0xffff - 2, 'i');
  EXPECT_EQ(said(soi + app1 + large + large + sof0), "258x30000");
  const std::string tables = "\xff\xc4\x00\x03t\xff\xcc\x00\x02"s;
  EXPECT_EQ(said(soi + tables + "\xff\xc2"s + sof0.substr(2)), "258x30000") << "progressive";
}

TEST(PictureHeader, ReadsTheSameHoweverTheBytesAreCut) {
  for (const std::string& whole : {soi + app1 + sof0, png, gif, lossy, lossless, extended}) {
    PictureHeader header;
    for (const char& c : whole) header.feed({&c, 1});
    ASSERT_TRUE(header.size());
    EXPECT_EQ(std::to_string(header.size()->width) + "x" + std::to_string(header.size()->height), said(whole));
  }
}

TEST(PictureHeader, SaysNothingBeforeItKnows) {
  for (const std::string& whole :
       {soi + app1 + sof0, png.substr(0, 24), gif.substr(0, 10), lossy, lossless.substr(0, 25), extended})
    for (std::size_t n = 0; n + 1 < whole.size(); ++n)
      if (n < (whole == soi + app1 + sof0 ? whole.size() - 1 : whole.size())) {
        EXPECT_EQ(said(whole.substr(0, n)), "") << n << " of " << whole.size();
      }
}

TEST(PictureHeader, NeverKnowsWhatIsNoneOrBroken) {
  EXPECT_EQ(said("hello, this is a text of more than thirty bytes"), "");
  EXPECT_EQ(said(soi + "\xff\xda"s + sof0), "") << "the picture has begun";
  EXPECT_EQ(said(soi + "\xff\xe1\x00\x01"s + sof0), "") << "a segment that is shorter than its length";
  EXPECT_EQ(said(soi + app1 + "x" + sof0), "") << "no marker";
  EXPECT_EQ(said(soi + "\xff\xd9"s + sof0), "");
}

}  // namespace
}  // namespace cocotalk::http
