#include "ui-web/asset.hpp"

#include <Poco/InflatingStream.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <sstream>

namespace cocotalk::web {
namespace {

TEST(Asset, ThePageItselfIsAtTheRootAndAskedForAnew) {
  const Asset page({"index.html", "<!doctype html>"});
  EXPECT_EQ(page.path, "/");
  EXPECT_EQ(page.type, "text/html; charset=utf-8");
  EXPECT_EQ(page.caching, "no-cache");
}

TEST(Asset, WhatHasAHashInItsNameIsKeptForEver) {
  const Asset script({"assets/index-1a2b.js", "x"});
  EXPECT_EQ(script.path, "/assets/index-1a2b.js");
  EXPECT_EQ(script.type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script.caching, "public, max-age=31536000, immutable");
  EXPECT_EQ(Asset({"sw.js", "x"}).caching, "no-cache");
  EXPECT_EQ(Asset({"odd.bin", "x"}).type, "application/octet-stream");
}

TEST(Asset, IsCompressedWhereThatIsSmaller) {
  const std::string words(5000, 'a');
  const Asset large({"a.css", words});
  ASSERT_LT(large.gzip.size(), words.size());
  std::istringstream packed(large.gzip);
  Poco::InflatingInputStream unpacked(packed, Poco::InflatingStreamBuf::STREAM_GZIP);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(unpacked), {}), words);
  EXPECT_TRUE(Asset({"a.css", "b"}).gzip.empty());
}

TEST(Embedded, HoldsAPageWhoseFilesAreAllThere) {
  const auto find = [](std::string_view name) {
    return std::find_if(embedded().begin(), embedded().end(), [name](const Embedded& file) { return file.name == name; });
  };
  const auto page = find("index.html");
  ASSERT_NE(page, embedded().end());
  int named = 0;
  for (std::size_t at = 0; (at = page->bytes.find("\"/assets/", at)) != std::string_view::npos; ++named) {
    const std::size_t end = page->bytes.find('"', at + 1);
    const std::string_view name = page->bytes.substr(at + 2, end - at - 2);
    EXPECT_NE(find(name), embedded().end()) << name;
    at = end;
  }
  EXPECT_GE(named, 2);
}

}  // namespace
}  // namespace cocotalk::web
