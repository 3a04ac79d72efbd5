#include "host/room_list.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>

#include <chrono>
#include <stdexcept>

namespace cocotalk::bench {

double RoomLister::once(std::size_t rooms) const {
  Poco::Net::HTTPClientSession session("127.0.0.1", port_);
  Poco::Net::HTTPRequest request("GET", "/chat/rooms/list", Poco::Net::HTTPMessage::HTTP_1_1);
  request.set("X-ACCESS-TOKEN", token_);
  const auto began = std::chrono::steady_clock::now();
  session.sendRequest(request);
  Poco::Net::HTTPResponse response;
  std::string body;
  Poco::StreamCopier::copyToString(session.receiveResponse(response), body);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  std::size_t found = 0;
  for (std::size_t at = body.find("\"unreadNumber\""); at != std::string::npos; at = body.find("\"unreadNumber\"", at + 1))
    ++found;
  if (found != rooms)
    throw std::runtime_error("a list of " + std::to_string(found) + " rooms instead of " + std::to_string(rooms));
  return took.count();
}

}  // namespace cocotalk::bench
