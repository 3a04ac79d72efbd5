#include "transport-http/multipart.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

// Writes down what it hears: "[name|file]data." for each part.
struct Heard : PartReader {
  void on_part(const Part& part) override { text += "[" + part.name + (part.file_name ? "|" + *part.file_name : "") + "]"; }
  void on_part_data(std::string_view bytes) override { text += bytes; }
  void on_part_end() override { text += "."; }
  std::string text;
};

struct Read {
  std::string heard;
  std::string error;
  bool is_complete;
};

Read read(std::string_view body, std::size_t piece = 1 << 20, MultipartParser::Limits limits = {}) {
  Heard heard;
  MultipartParser parser("XyZ", heard, limits);
  for (std::size_t at = 0; at < body.size(); at += piece) parser.feed(body.substr(at, piece));
  return {heard.text, std::string(parser.error()), parser.is_complete()};
}

std::string part(std::string_view disposition, std::string_view data) {
  return "--XyZ\r\nContent-Disposition: " + std::string(disposition) + "\r\n\r\n" + std::string(data) + "\r\n";
}

const std::string two_parts =
    part("form-data; name=\"cid\"", "bob") +
    "--XyZ\r\nContent-Disposition: form-data; name=\"profileImg\"; filename=\"사진.jpeg\"\r\nContent-Type: "
    "image/jpeg\r\n\r\n\r\n--Xy\r\n-\xff\xd8\r\n\r\n--XyZ--\r\n";
const std::string two_parts_heard = "[cid]bob.[profileImg|사진.jpeg]\r\n--Xy\r\n-\xff\xd8\r\n.";

TEST(Multipart, ReadsPartsWithTheirNamesAndBytes) {
  const Read whole = read(two_parts);
  EXPECT_EQ(whole.heard, two_parts_heard);
  EXPECT_EQ(whole.error, "");
  EXPECT_TRUE(whole.is_complete);
}

TEST(Multipart, ReadsTheSameHoweverTheBodyIsCut) {
  for (std::size_t piece = 1; piece <= two_parts.size(); ++piece) {
    const Read cut = read(two_parts, piece);
    EXPECT_EQ(cut.heard, two_parts_heard) << piece;
    EXPECT_TRUE(cut.is_complete) << piece;
  }
  for (std::size_t at = 0; at <= two_parts.size(); ++at) {
    Heard heard;
    MultipartParser parser("XyZ", heard);
    parser.feed(std::string_view(two_parts).substr(0, at));
    parser.feed(std::string_view(two_parts).substr(at));
    EXPECT_EQ(heard.text, two_parts_heard) << "cut at " << at;
    EXPECT_TRUE(parser.is_complete()) << "cut at " << at;
  }
}

TEST(Multipart, IsCompleteOnlyWithTheClosingDelimiter) {
  const std::size_t end = two_parts.find("--XyZ--") + 7;
  for (std::size_t n = 0; n < end; ++n) EXPECT_FALSE(read(two_parts.substr(0, n)).is_complete) << n;
  EXPECT_TRUE(read(two_parts.substr(0, end)).is_complete);
}

TEST(Multipart, HoldsBackNoMoreThanADelimiter) {
  Heard heard;
  MultipartParser parser("XyZ", heard);
  parser.feed(part("form-data; name=\"a\"", std::string(1000, 'x')).substr(0, 1000));
  const std::size_t sent = heard.text.size();
  parser.feed("y");
  EXPECT_EQ(heard.text.size(), sent + 1);
}

TEST(Multipart, IgnoresPreambleAndEpilogue) {
  const Read framed = read("this is MIME\r\n" + two_parts + "--XyZ\r\nmore\r\n--XyZ--");
  EXPECT_EQ(framed.heard, two_parts_heard);
  EXPECT_EQ(framed.error, "");
}

TEST(Multipart, KnowsEmptyBodiesAndEmptyForms) {
  EXPECT_EQ(read(part("form-data; name=a", "") + "--XyZ--").heard, "[a].");
  EXPECT_EQ(read("--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\n--XyZ--").heard, "[a].") << "no blank line of its own";
  const Read none = read("--XyZ--");
  EXPECT_EQ(none.heard, "");
  EXPECT_TRUE(none.is_complete);
}

TEST(Multipart, AllowsBlanksAfterABoundary) {
  EXPECT_EQ(read("--XyZ \t \r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--XyZ--").heard, "[a]b.");
}

TEST(Multipart, DataMayHoldAnythingButTheDelimiter) {
  std::string data;
  for (int byte = 0; byte < 256; ++byte) data += static_cast<char>(byte);
  data += "\r\n--Xy\r\n-- XyZ\n--XyZ\r\r\n--XyY";
  EXPECT_EQ(read(part("form-data; name=a", data) + "--XyZ--").heard, "[a]" + data + ".");
}

struct BrokenBody {
  const char* body;
  const char* why;
};

class MultipartErrors : public ::testing::TestWithParam<BrokenBody> {};

TEST_P(MultipartErrors, AreSaidOnceAndEndTheReading) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
    const Read broken = read(GetParam().body, piece);
    EXPECT_EQ(broken.error, GetParam().why) << GetParam().body;
    EXPECT_FALSE(broken.is_complete);
    EXPECT_EQ(broken.heard.find("hidden"), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, MultipartErrors,
    ::testing::Values(
        BrokenBody{"--XyZ\r\nContent-Type: text/plain\r\n\r\nhidden\r\n--XyZ--", "a part has no Content-Disposition"},
        BrokenBody{"--XyZ\r\n\r\nhidden\r\n--XyZ--", "a part has no Content-Disposition"},
        BrokenBody{"--XyZ\r\nContent-Disposition: form-data\r\n\r\nhidden\r\n--XyZ--", "a part is no form-data with a name"},
        BrokenBody{"--XyZ\r\nContent-Disposition: attachment; name=a\r\n\r\nhidden\r\n--XyZ--",
                   "a part is no form-data with a name"},
        BrokenBody{"--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\nhidden\r\n--XyZ--",
                   "a part is no form-data with a name"},
        BrokenBody{
            "--XyZ\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nhidden\r\n--XyZ--",
            "a part has two Content-Disposition lines"},
        BrokenBody{
            "--XyZ\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nhidden\r\n--XyZ--",
            "a part is encoded; send it as binary"},
        BrokenBody{"--XyZ\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\nhidden\r\n--XyZ--",
                   "a part is no form-data with a name"},
        BrokenBody{"--XyZ\r\nX: y\r\n folded: z\r\n\r\nhidden\r\n--XyZ--", "a header line of a part is folded"},
        BrokenBody{"--XyZ\r\nno colon\r\n\r\nhidden\r\n--XyZ--", "a header line of a part has no name"},
        BrokenBody{"--XyZ\r\nX: a\nY: b\r\n\r\nhidden\r\n--XyZ--", "a header line of a part holds a control character"},
        BrokenBody{"--XyZhidden\r\n\r\n\r\n--XyZ--", "a boundary is followed by something else than a line end"},
        BrokenBody{"--XyZ\nContent-Disposition: form-data; name=a\n\nhidden\n--XyZ--",
                   "a boundary is followed by something else than a line end"}));

TEST(Multipart, LimitsTheHeaderOfAPart) {
  const std::string header = "--XyZ\r\nContent-Disposition: form-data; name=a\r\nX: ";
  const std::size_t room = 8192 - (header.size() - 5);  // the boundary is not the header's
  EXPECT_EQ(read(header + std::string(room, 'x') + "\r\n\r\n\r\n--XyZ--").error, "");
  EXPECT_EQ(read(header + std::string(room + 1, 'x') + "\r\n\r\n\r\n--XyZ--").error, "the header of a part is too long");
  EXPECT_EQ(read(header + std::string(20'000, 'x'), 100).error, "the header of a part is too long")
      << "without waiting for its end";
}

TEST(Multipart, LimitsTheParts) {
  std::string body;
  for (int i = 0; i < 64; ++i) body += part("form-data; name=a", "x");
  EXPECT_EQ(read(body + "--XyZ--").error, "");
  EXPECT_EQ(read(body + part("form-data; name=a", "x") + "--XyZ--").error, "the body has too many parts");
}

TEST(Multipart, LimitsTheBlanksAfterABoundary) {
  EXPECT_EQ(read("--XyZ" + std::string(65, ' ')).error, "a boundary is followed by too many blanks");
}

TEST(MultipartBoundary, IsThatOfTheContentType) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=----WebKitFormBoundaryAbC"), "----WebKitFormBoundaryAbC");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b:c\""), "a b:c");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(70, 'x')), std::string(70, 'x'));
}

TEST(MultipartBoundary, OfAnythingElseIsNothing) {
  for (const char* bad :
       {"", "application/json", "multipart/mixed; boundary=x", "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; boundary=a\r\nb", "multipart/form-data; boundary=\"a\"b"})
    EXPECT_EQ(multipart_boundary(bad), std::nullopt) << bad;
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), std::nullopt);
}

}  // namespace
}  // namespace cocotalk::http
