#pragma once

#include "transport-http/call.hpp"
#include "transport-http/intake.hpp"
#include "transport-http/multipart.hpp"
#include "transport-http/sign_up_form.hpp"

#include <cocotalk/http.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::http {

// POST /auth/signup. Lives on its lane; holds itself while the body comes and the store writes. The client waits for the store:
// no more of a body is in memory than what the lane had already read. A refused form is read to its end before it is answered,
// because a client that is still sending would not read the answer.
class SignUp : public std::enable_shared_from_this<SignUp> {
 public:
  // [lane] Takes the call over and answers it in any case.
  static void begin(Server& server, std::shared_ptr<Call> call, const coco_http_request& request);
  ~SignUp();

  // [any] The host is stopping: if the body is still on its way, the client is asked to come back.
  void cancel();

 private:
  SignUp(Server& server, std::shared_ptr<Call> call);
  void receive(std::uint64_t limit);

  void on_data(std::string_view bytes);
  void on_end();
  bool is_refused() const;
  void go_on();
  void ask();
  // The end: nothing more is heard or said.
  std::shared_ptr<SignUp> let_go() { return std::exchange(self_, nullptr); }

  Server& server_;
  const std::shared_ptr<Call> call_;
  const std::string stem_;
  std::shared_ptr<SignUp> self_;
  std::shared_ptr<Intake> intake_;
  std::unique_ptr<SignUpForm> form_;
  std::unique_ptr<MultipartParser> parser_;
  bool has_ended_ = false, is_paused_ = false;
};

}  // namespace cocotalk::http
