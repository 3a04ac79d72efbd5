// Files through mount_folder() and serve_file(), what the conversations of conformance/http/files.txt leave out.
#include "net_under_test.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace cocotalk::net::testing {
namespace {

class StaticFolders : public ::testing::Test {
 protected:
  StaticFolders() {
    write("app/index.html", "<index>");
    write("app/js/main.js", "main");
    write("app/.secret", "secret");
    write("outside.txt", "outside");
    std::filesystem::create_symlink(folder_ / "outside.txt", folder_ / "app/link.txt");
    std::filesystem::create_directory_symlink(folder_, folder_ / "app/up");
    ::mkfifo((folder_ / "app/pipe").c_str(), 0600);
  }
  void write(const std::string& name, std::string_view bytes) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  coco_status mount(const std::string& prefix, const std::string& path, coco_error& error, void* ctx = nullptr) {
    const std::string folder = folder_ / path;
    const coco_header header{coco::view("cache-control"), coco::view("no-cache")};
    const coco_static_folder mounted{sizeof mounted,           0,       ctx, coco::view(prefix), coco::view(folder),
                                     coco::view("index.html"), &header, 1};
    return net_.http().mount_folder(net_.http().self, &mounted, &error);
  }
  std::string get(const std::string& target) {
    Client client(net_.port());
    client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string all = client.read_all();
    return all.substr(9, 3) + " " + all.substr(all.find("\r\n\r\n") + 4);
  }

  Net net_;
  const std::filesystem::path folder_ = net_.host().data_dir();
  coco_error error_{};
};

TEST_F(StaticFolders, AreServedBelowTheirPrefix) {
  ASSERT_EQ(mount("/app", "app", error_), COCO_OK);
  net_.open();
  EXPECT_EQ(get("/app/js/main.js"), "200 main");
  EXPECT_EQ(get("/app/"), "200 <index>");
  EXPECT_EQ(get("/app/js/none.js").substr(0, 3), "404");
  EXPECT_EQ(get("/js/main.js").substr(0, 3), "404");
}

TEST_F(StaticFolders, LeaveOtherRoutesAlone) {
  net_.route("GET /api/{*}", [this](const Seen& seen) { net_.answer(seen.exchange, 200, "api"); });
  ASSERT_EQ(mount("", "app", error_), COCO_OK);
  net_.open();
  EXPECT_EQ(get("/"), "200 <index>");
  EXPECT_EQ(get("/js/main.js"), "200 main");
  EXPECT_EQ(get("/api/index.html"), "200 api");
}

TEST_F(StaticFolders, LetNobodyOut) {
  ASSERT_EQ(mount("/app", "app", error_), COCO_OK);
  net_.open();
  for (const char* target : {"/app/link.txt", "/app/up/outside.txt", "/app/up/", "/app/.secret", "/app/js/.", "/app//js/main.js",
                             "/app/js//main.js", "/app/pipe", "/app/main.js/", "/app/js/main.js/", "/app/js/main.js/x"})
    EXPECT_NE(get(target).substr(0, 3), "200") << target;
  for (const char* target : {"/app/../outside.txt", "/app/%2e%2e/outside.txt", "/app/..%2foutside.txt", "/app/js/%00"})
    EXPECT_EQ(get(target).substr(0, 3), "400") << target;
}

TEST_F(StaticFolders, AreGoneWhenUnmounted) {
  int owner = 0, other = 0;
  ASSERT_EQ(mount("/app", "app", error_, &owner), COCO_OK);
  ASSERT_EQ(mount("/too", "app", error_, &other), COCO_OK);
  net_.open();
  net_.http().unmount(net_.http().self, &owner);
  EXPECT_EQ(get("/app/js/main.js").substr(0, 3), "404");
  EXPECT_EQ(get("/too/js/main.js"), "200 main");
}

TEST_F(StaticFolders, ThatCannotBeServedSaySo) {
  EXPECT_EQ(mount("/app", "nowhere", error_), COCO_INVALID);
  EXPECT_EQ(std::string(error_.text),
            "cannot serve the folder " + (folder_ / "nowhere").string() + ": No such file or directory");
  EXPECT_EQ(mount("app", "app", error_), COCO_INVALID);
  ASSERT_EQ(mount("/app", "app", error_), COCO_OK);
  EXPECT_EQ(mount("/app", "app", error_), COCO_INVALID);
  EXPECT_STREQ(error_.text, "cannot mount GET /app/{*}: an equal pattern is mounted already");
}

TEST_F(StaticFolders, AreNotNeededToServeAFileWhichIsClosedInAnyCase) {
  std::vector<int> fds;
  net_.route("GET /mine", [&](const Seen& seen) {
    const coco_header type{coco::view("content-type"), coco::view("text/plain")};
    for (const coco_exchange exchange : {seen.exchange, seen.exchange, seen.exchange + 1}) {  // also answered, or unknown
      fds.push_back(::open((folder_ / "outside.txt").c_str(), O_RDONLY | O_CLOEXEC));
      const coco_served_file served{sizeof served, fds.back(), 7, 784'111'777'000, &type, 1};
      net_.http().serve_file(net_.http().self, exchange, &served);
    }
  });
  net_.open();
  EXPECT_EQ(get("/mine"), "200 outside");
  net_.on_lane(0, [] {});
  for (const int fd : fds) EXPECT_EQ(::fcntl(fd, F_GETFD), -1);
}

}  // namespace
}  // namespace cocotalk::net::testing
