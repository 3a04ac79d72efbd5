// A mail server for one test: takes every letter, or answers what it is told to. The real one is in the scenarios.
#pragma once

#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketStream.h>
#include <Poco/Net/StreamSocket.h>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cocotalk::mail_smtp {

// Listens on 127.0.0.1 at a free port; serves one connection after the other on its own thread until it is destroyed.
class SmtpStandIn {
 public:
  // `answers`: what a command's first word is answered with instead of success.
  explicit SmtpStandIn(std::map<std::string, std::string> answers = {})
      : answers_(std::move(answers)), socket_(Poco::Net::SocketAddress("127.0.0.1", 0)), thread_([this] { serve(); }) {}
  SmtpStandIn(const SmtpStandIn&) = delete;
  SmtpStandIn& operator=(const SmtpStandIn&) = delete;
  ~SmtpStandIn() {
    is_over_ = true;
    Poco::Net::StreamSocket wake_up;
    wake_up.connectNB(socket_.address());
    thread_.join();
  }

  std::string port() const { return std::to_string(socket_.address().port()); }
  // Each as it came over the wire, without the final dot.
  std::vector<std::string> letters() {
    const std::lock_guard lock(mutex_);
    return letters_;
  }

 private:
  void serve() {
    for (;;) {
      Poco::Net::StreamSocket client = socket_.acceptConnection();
      if (is_over_) return;
      try {
        Poco::Net::SocketStream stream(client);
        speak(stream);
      } catch (const Poco::Exception&) {  // the client is gone: the next one
      }
    }
  }
  void speak(Poco::Net::SocketStream& stream) {
    stream << "220 stand-in\r\n" << std::flush;
    std::string line;
    while (std::getline(stream, line)) {
      const std::string word = line.substr(0, line.find_first_of(" :\r"));
      const auto told = answers_.find(word);
      if (told != answers_.end()) {
        stream << told->second << "\r\n" << std::flush;
      } else if (word == "DATA") {
        stream << "354 go on\r\n" << std::flush;
        std::string letter;
        while (std::getline(stream, line) && line != ".\r") letter += line + "\n";
        const std::lock_guard lock(mutex_);
        letters_.push_back(letter);
        stream << "250 taken\r\n" << std::flush;
      } else {
        stream << (word == "QUIT" ? "221 bye" : "250 fine") << "\r\n" << std::flush;
      }
    }
  }

  const std::map<std::string, std::string> answers_;
  Poco::Net::ServerSocket socket_;
  std::atomic<bool> is_over_ = false;
  std::mutex mutex_;
  std::vector<std::string> letters_;
  std::thread thread_;
};

}  // namespace cocotalk::mail_smtp
