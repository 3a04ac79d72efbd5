#include "tls_identity.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

class TlsFilesTest : public ::testing::Test {
 protected:
  TlsFilesTest() {
    folder_.write("certificate.pem", certificate_text_, 0644);
    folder_.write("key.pem", key_text_);
  }
  std::string refusal() const {
    try {
      folder_.files().read();
      return "read";
    } catch (const coco::Error& e) {
      EXPECT_EQ(e.code(), COCO_INVALID);
      return e.what();
    }
  }
  std::string path(const char* name) const { return "'" + folder_.path(name) + "'"; }

  const PemFolder folder_;
  const KeyPtr key_ = make_key();
  const X509Ptr certificate_ = make_certificate(*key_, "a");
  const std::string key_text_ = pem_of(*key_), certificate_text_ = pem_of(*certificate_);
};

TEST_F(TlsFilesTest, HoldACertificateItsChainAndItsKey) {
  const KeyPtr other = make_key();
  const std::string issuer = pem_of(*make_certificate(*other, "issuer"));
  folder_.write("certificate.pem", "comments are allowed\n" + certificate_text_ + issuer + issuer);
  const TlsIdentity identity = folder_.files().read();
  EXPECT_EQ(X509_cmp(identity.certificate.get(), certificate_.get()), 0);
  EXPECT_EQ(identity.chain.size(), 2u);
  EXPECT_EQ(EVP_PKEY_eq(identity.key.get(), key_.get()), 1);
}

TEST_F(TlsFilesTest, MayBeOneFileForBoth) {
  for (const std::string& text : {certificate_text_ + key_text_, key_text_ + certificate_text_}) {
    const TlsFiles files(folder_.write("both.pem", text), "");
    EXPECT_EQ(EVP_PKEY_eq(files.read().key.get(), key_.get()), 1);
  }
}

TEST_F(TlsFilesTest, MustBeThere) {
  std::filesystem::remove(folder_.path("key.pem"));
  EXPECT_EQ(refusal(), "cannot read " + path("key.pem") + ": No such file or directory; give a PEM file");
  std::filesystem::remove(folder_.path("certificate.pem"));
  EXPECT_EQ(refusal(), "cannot read " + path("certificate.pem") + ": No such file or directory; give a PEM file");
  std::filesystem::create_directory(folder_.path("certificate.pem"));
  EXPECT_EQ(refusal(), "cannot read " + path("certificate.pem") + ": Is a directory; give a PEM file");
}

TEST_F(TlsFilesTest, AreNoBiggerThanAMebibyte) {
  const std::string padding((1 << 20) - certificate_text_.size() - 2, '\n');
  folder_.write("certificate.pem", certificate_text_ + padding + "\n");
  EXPECT_EQ(refusal(), "read");
  folder_.write("certificate.pem", certificate_text_ + padding + "\n\n");
  EXPECT_EQ(refusal(), "cannot read " + path("certificate.pem") + ": File too large; give a PEM file");
}

TEST_F(TlsFilesTest, MustHoldWhatTheirNamesSay) {
  folder_.write("certificate.pem", key_text_);
  EXPECT_EQ(refusal(), "there is no certificate in " + path("certificate.pem") +
                           " (no start line); give a PEM file with one, its chain after it");
  folder_.write("certificate.pem", certificate_text_ + "-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n");
  EXPECT_TRUE(refusal().starts_with("the chain in " + path("certificate.pem") + " is broken after 1 certificates ("))
      << refusal();
  folder_.write("certificate.pem", certificate_text_);
  folder_.write("key.pem", certificate_text_);
  EXPECT_TRUE(refusal().starts_with("there is no private key in " + path("key.pem") + " (")) << refusal();
}

TEST_F(TlsFilesTest, MustBelongTogether) {
  folder_.write("key.pem", pem_of(*make_key()));
  EXPECT_EQ(refusal(), "the key " + path("key.pem") + " does not belong to the certificate " + path("certificate.pem") +
                           "; give the pair that was made together");
}

TEST_F(TlsFilesTest, AskNobodyForAPassphrase) {
  folder_.write("key.pem", pem([&](BIO* out) {
                  PEM_write_bio_PKCS8PrivateKey(out, key_.get(), EVP_aes_128_cbc(), "secret", 6, nullptr, nullptr);
                }));
  EXPECT_EQ(refusal(),
            "the key in " + path("key.pem") + " is protected by a passphrase; write it without: openssl pkey -in OLD -out NEW");
}

TEST_F(TlsFilesTest, KeepTheKeyFromEverybodyButAGroup) {
  for (const mode_t mode : {0600, 0400, 0640, 0660}) {
    folder_.write("key.pem", key_text_, mode);
    EXPECT_EQ(refusal(), "read") << mode;
  }
  for (const mode_t mode : {0604, 0602, 0644, 0666}) {
    folder_.write("key.pem", key_text_, mode);
    EXPECT_EQ(refusal(), "every user of this machine can read or change the key " + path("key.pem") + "; chmod 600 it") << mode;
  }
}

TEST_F(TlsFilesTest, MayBeLeftOutButNotTheCertificateAlone) {
  EXPECT_FALSE(TlsFiles("", "").is_given());
  EXPECT_THROW(TlsFiles("", "key.pem"), coco::Error);
}

TEST_F(TlsFilesTest, HaveAnotherStampWhenReplacedWrittenOrGone) {
  const TlsFiles files = folder_.files();
  const std::string first = files.stamp();
  EXPECT_EQ(files.stamp(), first);
  folder_.write("key.pem", key_text_);
  const std::string second = files.stamp();
  EXPECT_NE(second, first);
  std::ofstream(folder_.path("certificate.pem"), std::ios::app) << "\n";
  const std::string third = files.stamp();
  EXPECT_NE(third, second);
  std::filesystem::remove(folder_.path("key.pem"));
  EXPECT_NE(files.stamp(), third);
}

TEST(TlsIdentity, KnowsWhenItHoldsToTheSecond) {
  const KeyPtr key = make_key();
  TlsIdentity identity;
  identity.certificate = make_certificate(*key, "a", {1'700'000'000, 1'700'000'100});
  EXPECT_EQ(identity.invalid_at(1'699'999'999'000), "is not valid before 2023-11-14 22:13 UTC");
  EXPECT_EQ(identity.invalid_at(1'700'000'001'000), std::nullopt);
  EXPECT_EQ(identity.invalid_at(1'700'000'099'000), std::nullopt);
  EXPECT_EQ(identity.invalid_at(1'700'000'101'000), "expired on 2023-11-14 22:15 UTC");
}

}  // namespace
}  // namespace cocotalk::net::testing
