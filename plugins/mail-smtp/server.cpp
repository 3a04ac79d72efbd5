#include "mail-smtp/server.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <cocotalk/plugin.hpp>

#include <utility>

namespace cocotalk::mail_smtp {
namespace {

using Poco::Net::Context;

Context::Ptr make_context(const std::string& ca_file) {
  Context::Params params;
  params.caLocation = ca_file;
  params.loadDefaultCAs = ca_file.empty();
  params.verificationMode = Context::VERIFY_STRICT;
  Context::Ptr context = new Context(Context::TLS_CLIENT_USE, params);
  context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
  context->enableExtendedCertificateVerification(true);
  return context;
}

// A session on a socket that was connected within a deadline, and that knows whom it connected to: Poco's own has either the one
// or the other.
class Session : public Poco::Net::SMTPClientSession {
 public:
  using SMTPClientSession::SMTPClientSession;

  // False when the server does not want to. From then on everything is encrypted, to a server whose certificate fits `name`.
  bool start_tls(const Context::Ptr& context, const std::string& name) {
    std::string answer;
    if (sendCommand("STARTTLS", answer) != 220) return false;
    socket() = Poco::Net::SecureStreamSocket::attach(socket(), name, context);
    return true;
  }
};

bool is_about_the_letter(int reply_code) { return reply_code >= 550 && reply_code <= 554; }

}  // namespace

Server::Server(ServerSettings settings) : settings_(std::move(settings)) {
  if (settings_.security == Security::starttls) tls_ = make_context(settings_.ca_file);
}

void Server::deliver(const Letter& letter, const std::string& id) {
  const std::string where = settings_.host + ":" + std::to_string(settings_.port);
  try {
    const Poco::Timespan timeout(static_cast<long>(settings_.timeout.count()), 0);
    Poco::Net::StreamSocket socket;
    socket.connect(Poco::Net::SocketAddress(settings_.host, settings_.port), timeout);
    socket.setReceiveTimeout(timeout);
    socket.setSendTimeout(timeout);
    Session session(socket);
    session.setTimeout(timeout);
    session.login();
    if (tls_) {
      if (!session.start_tls(tls_, settings_.host)) throw coco::Error(COCO_RETRY, where + " does not offer STARTTLS");
      session.login();  // what it said before counts no more (RFC 3207, 4.2)
    }
    if (!settings_.user.empty()) session.login(Poco::Net::SMTPClientSession::AUTH_PLAIN, settings_.user, settings_.password);
    Poco::Net::MailMessage message;
    compose(letter, settings_.from, id, message);
    session.sendMessage(message);
    session.close();
  } catch (const Poco::Net::SMTPException& e) {
    throw coco::Error(is_about_the_letter(e.code()) ? COCO_INVALID : COCO_RETRY, where + ": " + e.displayText());
  } catch (const Poco::Exception& e) {
    throw coco::Error(COCO_RETRY, where + ": " + e.displayText());
  }
}

}  // namespace cocotalk::mail_smtp
