#pragma once
/// Runs the command in a folder of its own.
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "../scratch_folder.hpp"

namespace capnet::fixture {

struct outcome {
  int status = -1;
  std::string out;
  std::string err;
  [[nodiscard]] boost::json::value json() const { return boost::json::parse(out); }
  /// Standard output with its lines joined, as sentences stand that were broken to fit.
  [[nodiscard]] std::string prose() const {
    std::string text;
    for (const char c : out) {
      const bool space = c == ' ' || c == '\n';
      if (!space || (!text.empty() && text.back() != ' ')) text += space ? ' ' : c;
    }
    return text;
  }
  /// What it answered, whatever it was called with: all but the manifest, which stands last.
  [[nodiscard]] std::string answer() const { return out.substr(0, out.find(",\"manifest\":")); }
};

/// A folder that is there as long as this is, to run the command in.
class workplace : public scratch_folder {
 public:
  using scratch_folder::scratch_folder;

  /// Runs `capnet ARGUMENTS` in the folder. Arguments are words for a shell; `columns` is what COLUMNS says.
  [[nodiscard]] outcome run(const std::string& arguments, const std::string& columns = "") const {
    const std::string line = "cd '" + path().string() + "' && COLUMNS='" + columns + "' '" CAPNET_COMMAND "' " +
                             arguments + " >.out 2>.err </dev/null";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(".out"), read(".err")};
  }

 private:
  [[nodiscard]] std::string read(const std::string& file) const {
    std::ostringstream text;
    text << std::ifstream{path() / file}.rdbuf();
    return text.str();
  }
};

}  // namespace capnet::fixture
