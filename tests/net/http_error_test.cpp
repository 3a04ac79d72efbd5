#include "net/http_error.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

TEST(ErrorAnswer, IsJsonThatAnyPageMayRead) {
  ErrorAnswer error(404, "nothing is here");
  error.with("allow", "GET");
  EXPECT_EQ(error.status(), 404);
  EXPECT_EQ(error.body(), R"({"status":404,"error":"Not Found","message":"nothing is here"})");
  std::string headers;
  for (const coco_header& h : error.headers())
    headers.append(coco::text(h.name)).append("=").append(coco::text(h.value)).append(";");
  EXPECT_EQ(headers, "content-type=application/json;access-control-allow-origin=*;allow=GET;");
}

}  // namespace
}  // namespace cocotalk::net
