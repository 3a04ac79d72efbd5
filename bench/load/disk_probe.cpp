// disk-probe FOLDER [SECONDS]: what one durable commit costs on this disk, as one line of JSON: writing 4 KiB over the same place
// with fdatasync, and one row committed by SQLite with synchronous=FULL. Milliseconds; removes what it wrote.
#include "load/clock.hpp"
#include "load/histogram.hpp"
#include "load/report.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace {

using namespace cocotalk::load;

// Repeats `step` for the time and puts its rate and quantiles under `name`.
template <class Step>
void measure(Report& report, const std::string& name, double for_s, Step step) {
  Histogram times;
  const Nanoseconds begin_ns = now_ns(), end_ns = begin_ns + nanoseconds(for_s);
  for (Nanoseconds at_ns = begin_ns; at_ns < end_ns;) {
    step();
    const Nanoseconds done_ns = now_ns();
    times.add(done_ns - at_ns);
    at_ns = done_ns;
  }
  report.put(name + "_per_s", static_cast<double>(times.total()) / for_s);
  report.put(name + "_p50_ms", static_cast<double>(times.quantile(0.5)) / 1e6);
  report.put(name + "_p99_ms", static_cast<double>(times.quantile(0.99)) / 1e6);
}

void fdatasyncs(Report& report, const std::filesystem::path& file, double for_s) {
  const int fd = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  const std::string block(4096, 'x');
  const auto write = [&] {
    if (::pwrite(fd, block.data(), block.size(), 0) != static_cast<ssize_t>(block.size()) || ::fdatasync(fd) != 0)
      throw std::system_error(errno, std::generic_category(), file);
  };
  measure(report, "fdatasync", for_s, write);
  ::close(fd);
  std::filesystem::remove(file);
}

void commits(Report& report, const std::filesystem::path& file, double for_s) {
  sqlite3* handle = nullptr;
  const auto check = [&](int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(file.string() + ": " + sqlite3_errmsg(handle));
  };
  check(sqlite3_open(file.c_str(), &handle));
  check(sqlite3_exec(handle,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE message (id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
                     nullptr, nullptr, nullptr));
  sqlite3_stmt* insert = nullptr;
  check(sqlite3_prepare_v2(handle, "INSERT INTO message (body) VALUES (zeroblob(300))", -1, &insert, nullptr));
  measure(report, "commit", for_s, [&] {
    check(sqlite3_step(insert));
    check(sqlite3_reset(insert));
  });
  sqlite3_finalize(insert);
  sqlite3_close(handle);
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
}

}  // namespace

int main(int argc, char** argv) {
  const double for_s = argc == 3 ? std::atof(argv[2]) : 2;
  if (argc < 2 || argc > 3 || for_s <= 0) {
    std::fputs("usage: disk-probe FOLDER [SECONDS]\n", stderr);
    return 2;
  }
  try {
    Report report;
    const std::filesystem::path folder = argv[1];
    const std::string name = "disk-probe-" + std::to_string(::getpid());
    fdatasyncs(report, folder / name, for_s);
    commits(report, folder / (name + ".db"), for_s);
    std::puts(report.json().c_str());
  } catch (const std::exception& e) {
    std::fprintf(stderr, "disk-probe: %s\n", e.what());
    return 1;
  }
  return 0;
}
