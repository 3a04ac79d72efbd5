// Every animal: a configuration whose first comments say what the host must answer.
//
//   //! a sentence, exactly; one for each complaint, in order. {config}, {plugins} and {home} are the file and the folders of
//       the run, {half} and {almost} the sizes of two cut libraries
//   //$ the command line, {config} for the file. Default: check {config}
//   //% NAME=VALUE: an environment variable
//   //= the exit code. Default: 78
#include "zoo/zoo_host.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace cocotalk::zoo {
namespace {

namespace fs = std::filesystem;

struct Animal {
  std::string text, sentences;
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
  int exit_code = 78;
};

std::string replaced(std::string text, const std::map<std::string, std::string>& words) {
  for (const auto& [word, by] : words)
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size()))
      text.replace(at, word.size(), by);
  return text;
}

Animal read_animal(const fs::path& file, const std::map<std::string, std::string>& words) {
  std::ifstream in(file);
  Animal out;
  out.text = replaced({std::istreambuf_iterator<char>(in), {}}, words);
  out.arguments = {"check", words.at("{config}")};
  std::istringstream lines(out.text);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() < 4 || !line.starts_with("//") || line[3] != ' ') continue;
    const std::string rest = line.substr(4);
    if (line[2] == '!') out.sentences += rest + "\n";
    if (line[2] == '=') out.exit_code = std::stoi(rest);
    if (line[2] == '%') out.environment.emplace(rest.substr(0, rest.find('=')), rest.substr(rest.find('=') + 1));
    if (line[2] == '$') {
      std::istringstream arguments(rest);
      out.arguments.assign(std::istream_iterator<std::string>(arguments), {});
    }
  }
  return out;
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(ZOO_ANIMALS)) out.push_back(entry.path().stem().string());
  std::ranges::sort(out);
  return out;
}

class Zoo : public ::testing::TestWithParam<std::string> {};

TEST_P(Zoo, IsRefusedWithTheExactSentences) {
  const Enclosure enclosure;
  const fs::path config = enclosure.path() / (GetParam() + ".json");
  const Animal animal = read_animal(fs::path(ZOO_ANIMALS) / (GetParam() + ".json"),
                                    {{"{config}", config.string()},
                                     {"{plugins}", enclosure.plugins().string()},
                                     {"{home}", enclosure.path().string()},
                                     {"{half}", std::to_string(fs::file_size(enclosure.plugins() / "cut-in-the-middle.so"))},
                                     {"{almost}", std::to_string(fs::file_size(enclosure.plugins() / "cut-by-a-byte.so"))}});
  enclosure.configuration(GetParam() + ".json", animal.text);
  std::vector<std::string> arguments = animal.arguments;
  const bool has_data =
      std::ranges::find(arguments, "--data") != arguments.end() || animal.text.find("\"data\"") != std::string::npos;
  if (!has_data) arguments.insert(arguments.end(), {"--data", (enclosure.path() / "data").string()});
  const Outcome outcome = run(enclosure, arguments, animal.environment);
  EXPECT_EQ(outcome.error, animal.sentences);
  EXPECT_EQ(outcome.exit_code, animal.exit_code);
}

INSTANTIATE_TEST_SUITE_P(Animals, Zoo, ::testing::ValuesIn(names()), [](const auto& each) {
  std::string name = each.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST(ZooItself, HasMoreThanTwentyFiveAnimals) { EXPECT_GE(names().size(), 25u); }

}  // namespace
}  // namespace cocotalk::zoo
