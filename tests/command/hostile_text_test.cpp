/// What is in the data reaches the terminal as text, never as commands to it.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

using fixture::outcome;
using fixture::workplace;

/// All that steers a terminal but NUL: sets the window's title, goes back to the beginning of the line, opens a new
/// one, rings, C0, DEL, C1, marks and overrides of direction, separators, the byte order mark; and then goes on for
/// long.
const std::string evil = [] {
  std::string text =
      "\x1b]0;x\x07\r\nforged: \xC2\x9B"
      "31m\xE2\x80\xAE\x7F";
  for (char c = 1; c < 0x20; ++c) text += c;
  for (char c = '\x80'; c < '\xA0'; ++c) text += std::string{"\xC2"} + c;
  text += "\xD8\x9C\xE2\x80\x8E\xE2\x80\x8F\xEF\xBB\xBF";
  for (char c = '\xA8'; c <= '\xAE'; ++c) text += std::string{"\xE2\x80"} + c;
  for (char c = '\xA6'; c <= '\xA9'; ++c) text += std::string{"\xE2\x81"} + c;
  return text;
}();
const std::string long_text = evil + std::string(3'000, 'l') + evil;

/// A cell or argument that has these bytes in it.
std::string cell(const std::string& text) { return '"' + text + evil + '"'; }
std::string long_cell(const std::string& text) { return '"' + text + long_text + '"'; }
std::string word(const std::string& text) { return " '" + text + evil + "'"; }

/// The first byte that a terminal could obey, or npos. Line breaks are for those who print.
std::size_t find_command(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = [&](std::size_t k) {
      return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0u;
    };
    if ((byte(0) < 0x20 && byte(0) != '\n') || byte(0) == 0x7F) return at;
    if (byte(0) == 0xC2 && byte(1) < 0xA0) return at;                                         // C1
    if (byte(0) == 0xD8 && byte(1) == 0x9C) return at;                                        // Arabic letter mark
    if (byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) & 0xFE) == 0x8E) return at;            // marks of direction
    if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) return at;                     // byte order mark
    if (byte(0) == 0xE2 && byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE) return at;  // separators, overrides
    if (byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return at;  // isolates
  }
  return std::string_view::npos;
}

void expect_harmless(const outcome& result, const std::string& command) {
  for (const std::string* text : {&result.out, &result.err}) {
    const std::size_t at = find_command(*text);
    EXPECT_EQ(at, std::string_view::npos) << command << " printed byte " << static_cast<int>((*text)[at]) << " after "
                                          << text->substr(at < 60 ? 0 : at - 60, 60);
    EXPECT_FALSE(text->starts_with("forged") || text->find("\nforged") != std::string::npos) << command << *text;
  }
}

/// A folder in which every text is evil, and every command has something to say.
workplace hostile_folder() {
  return workplace{
      {"schema.csv", "relation,source_kinds,target_kinds\n" + cell("r") + "," + cell("k") + ",organization\n"},
      {"sources.csv", "id,title,publisher,url\n" + cell("s") + "," + long_cell("t") + "," + long_cell("p") + "," +
                          long_cell("u") + "\n"},
      {"skills.csv", "id,name,scale\n" + cell("skill") + "," + cell("n") + ",0-4\n"},
      {"vertices.csv",
       "id,kind,sector,region,name,name_en,aliases,cite,begin," + cell("column") + ",\"size\x1b\"\n" +  //
           cell("a") + ",organization," + cell("x") + "," + cell("tokyo") + "," + long_cell("n") + "," +
           long_cell("n") + "," +                                                                                     //
           cell("alias") + "," + cell("s") + ",2020," + long_cell("value") + ",\n" +                                  //
           cell("b") + ",organization," + cell("y") + ",,,,,,2020,,\n" + cell("e") + ",event,,,,,,,2021-05-01,,\n" +  //
           cell("p") + ",program,,,,,,,2020,,\n" + cell("h") + ",person,,,,,,,,,\n" + cell("v") + "," + cell("k") +
           ",,,,,,,,,\n"},
      {"ties.csv",
       "relation,source,target,weight,role,cite,status\n"  //
       "runs," +
           cell("a") + "," + cell("p") + ",," + long_cell("role") + "," + cell("s") + ",\n" +  //
           "participates_in," + cell("b") + "," + cell("p") + ",,,,\n" +                       //
           "participates_in," + cell("a") + "," + cell("p") + ",,,,planned\n" +                //
           "shares_knowledge_with," + cell("a") + "," + cell("b") + ",.5,,,\n" +               //
           "employs," + cell("a") + "," + cell("h") + ",,,,\n" +                               //
           "has_skill," + cell("h") + "," + cell("skill") + ",1,,,\n" +                        //
           "requires_skill," + cell("a") + "," + cell("skill") + ",3,,,\n" +                   //
           "delivers," + cell("a") + "," + cell("e") + ",,,,\n" + "attends," + cell("b") + "," + cell("e") + ",,,,\n" +
           cell("r") + "," + cell("v") + "," + cell("a") + ",,,,\n"},
      {"figures.csv",
       "id,subject,survey,label,kind,value,unit,numerator,denominator,series,cite\n" +  //
           cell("f") + "," + cell("p") + "," + cell("q") + "," + long_cell("l") + ",percent,74," + long_cell("unit") +
           ",,41," + cell("series") + "," + cell("s") + "\n" +  //
           cell("g") + "," + cell("p") + "," + cell("q") + "," + cell("m") + ",percent,70," + cell("unit") + ",,," +
           cell("series") + "," + cell("s") + "\n" +  //
           cell("c") + "," + cell("p") + "," + cell("q") + "," + cell("o") + ",count,7," + cell("unit") + ",,,,\n" +
           cell("d") + "," + cell("p") + "," + cell("q") + "," + cell("o") + ",count,8," + cell("else") + ",,,,\n"}};
}

/// Every command that reads the hostile folder.
std::vector<std::string> all_commands() {
  return {"show .",
          "show . --as-of 2023",
          "audit .",
          "gap .",
          "gap . --holders mean",
          "spread . --relation shares_knowledge_with --from" + word("a"),
          "spread . --relation shares_knowledge_with --samples 9 --seed 1 --from" + word("a"),
          "grow . --steps 2 --seed 1 --program" + word("p"),
          "grow . --steps 2 --seed 1 --replicas 2 --program" + word("p"),
          "query . 'organizations -delivers-> events <-attends- organizations'",
          "query . --time --measure 'organizations -shares_knowledge_with-> *'",
          "query . --explain 'organizations -delivers-> events'",
          "report . -o" + word("r.html"),
          "pack ." + word("n.capnet"),
          "pack --check" + word("n.capnet"),
          "show" + word("n.capnet"),
          "audit" + word("n.capnet"),
          "gap" + word("n.capnet"),
          "query" + word("n.capnet") + " 'organizations -shares_knowledge_with-> *'",
          "show" + word("folder")};
}

TEST(HostileText, OfAFolderThatIsReadIsShownAndNotObeyed) {
  const workplace place = hostile_folder();
  std::filesystem::create_directory_symlink(".", place.path() / ("folder" + evil));
  for (const std::string& command : all_commands()) {
    const outcome result = place.run(command);
    EXPECT_EQ(result.status, 0) << command << result.err;
    expect_harmless(result, command);
    EXPECT_FALSE(result.out.empty()) << command;
    if (command.find("show .") == 0) {
      EXPECT_NE(result.err.find("warning: 'size\\x1b' is no column"), std::string::npos) << command << result.err;
    }
  }
}

TEST(HostileText, IsExportedAsItIs) {
  const workplace place = hostile_folder();
  const outcome told = place.run("export ." + word("out")), json = place.run("export . out2 --json");
  EXPECT_EQ(told.status, 0) << told.err;
  expect_harmless(told, "export");
  expect_harmless(json, "export --json");
  EXPECT_EQ(place.run("show out2 --format json").answer(), place.run("show . --format json").answer());
}

TEST(HostileText, InJsonIsEscapedAndReadsBack) {
  const workplace place = hostile_folder();
  std::filesystem::create_directory_symlink(".", place.path() / ("folder" + evil));
  std::string answers;
  for (const std::string& command : all_commands()) {
    if (command.starts_with("report")) continue;  // which has no JSON
    const outcome result = place.run(command + " --format json");
    EXPECT_EQ(result.status, 0) << command << result.err;
    expect_harmless(result, command);
    EXPECT_EQ(result.out.find('\n'), result.out.size() - 1) << command;
    boost::json::error_code fault;
    const boost::json::value read = boost::json::parse(result.out, fault);
    EXPECT_FALSE(fault) << command << fault.message();
    if (command == "gap .") {
      EXPECT_EQ(read.at("rows").at(0).at("organization").as_string(), "a" + evil);
    }
  }
  for (const std::string& command :
       std::vector<std::string>{"show" + word("none"), "show ." + word("\xFF\xC3("), "pack .  none/" + word("x"),
                                "query ." + word("\xE2\x80"), "show \xFF", "show . --encoding" + word("x")}) {
    const outcome result = place.run(command + " --format json");
    EXPECT_EQ(result.status, 2) << command << result.out;
    expect_harmless(result, command);
    boost::json::error_code fault;
    EXPECT_TRUE(boost::json::parse(result.out, fault).is_object()) << command << fault.message() << result.out;
  }
}

TEST(HostileText, OfGraphFilesIsShownAndNotObeyed) {
  const workplace place{{"n.csv", "id,g\n" + cell("a") + "," + cell("g") + "\n" + cell("b") + ",\n"},
                        {"e.csv", "source,target\n" + cell("a") + "," + cell("b") + "\n"}};
  for (const char* format : {"text", "json"}) {
    const outcome result = place.run("measure --nodes n.csv --edges e.csv --group g --format " + std::string{format});
    EXPECT_EQ(result.status, 0) << result.err;
    expect_harmless(result, format);
    if (*format == 'j') {
      EXPECT_EQ(result.json().at("vertices").at(0).at("id").as_string(), "a" + evil);
    }
  }
}

TEST(HostileText, OfFaultyTablesIsShownAndNotObeyed) {
  const std::string bad = cell("bad");
  const std::vector<std::pair<const char*, std::string>> faults{
      {"schema.csv", "relation,source_kinds,target_kinds,directed\nr," + bad + ",tool," + bad + "\n"},
      {"schema.csv", "relation,source_kinds,target_kinds\n" + bad + ",tool,tool\n" + bad + ",event,tool\n"},
      {"sources.csv", "id,date\n" + bad + ",\n" + bad + "," + bad + "\n"},
      {"skills.csv", "id,parent\n" + bad + "," + bad + "\n" + bad + ",\nc," + cell("d") + "\n"},
      {"vertices.csv", bad + "," + bad + "\n"},
      {"vertices.csv", "id,kind," + bad + "," + bad + "\n"},
      {"vertices.csv", "id,kind,size,begin,end,status,aliases\n" + bad + "," + bad + "," + bad + "," + bad + "," + bad +
                           "," + bad + "," + bad + "\n"},
      {"vertices.csv",
       "id,kind,begin,end,aliases\n" + bad + ",event,2024,2023,\n" + bad + ",event,,,\nx,event,,," + bad + "\n"},
      {"ties.csv",
       "relation,source,target,weight,recorded\n" + bad + "," + bad + "," + bad + "," + bad + "," + bad + "\n"},
      {"figures.csv", "id,kind,value,numerator,rounding,approximate,date,subject\n" + bad + "," + bad + "," + bad +
                          "," + bad + "," + bad + "," + bad + "," + bad + "," + bad + "\n"},
      {"figures.csv", "id,kind,value\n" + bad + ",percent,101\n" + bad + ",count,1\n"},
  };
  for (const auto& [file, text] : faults) {
    const workplace place{{"vertices.csv", "id,kind\na,tool\n"}, {"ties.csv", "relation,source,target\n"}};
    place.write(file, text);
    const outcome result = place.run("show .");
    EXPECT_EQ(result.status, 2) << file << text;
    expect_harmless(result, file + text);
  }
  const workplace place{{"n.csv", "id\n" + bad + "\n" + bad + "\n"},
                        {"e.csv", "source,target,w\n" + bad + "," + cell("other") + "," + bad + "\n"}};
  for (const char* more : {" --weight w", " --group", " --only"})
    expect_harmless(
        place.run("measure --nodes n.csv --edges e.csv" + std::string{more} + (more[3] == 'w' ? "" : word("g"))), more);
}

TEST(HostileText, OfArgumentsIsShownAndNotObeyed) {
  const workplace place = hostile_folder();
  std::filesystem::create_directory(place.path() / ("folder" + evil));
  for (const std::string& command : {word("shw"),
                                     "show" + word("none"),
                                     "show" + word("folder"),
                                     "show . --as-of" + word("day"),
                                     "show . " + word("--no"),
                                     "show . --encoding" + word("x"),
                                     "show . --format" + word("x"),
                                     "gap . --holders" + word("all"),
                                     "spread . --relation" + word("r") + " --from" + word("z"),
                                     "spread . --relation shares_knowledge_with --from a --model" + word("m"),
                                     "grow . --seed 1 --steps" + word("1"),
                                     "grow . --seed 1 --steps 1 --program" + word("a"),
                                     "grow . --seed 1 --steps 1 --program" + word("z"),
                                     "query ." + word("organizations -x-> y"),
                                     "query ." + word("orgs[sector=c"),
                                     "query . --by" + word("x") + " orgs",
                                     "pack ." + word("none/file"),
                                     "export ." + word("none/folder"),
                                     "export" + word("none") + " out",
                                     "pack --check" + word("none"),
                                     "report . -o" + word("none/file"),
                                     "measure --edges x --nodes" + word("n")}) {
    const outcome result = place.run(command);
    EXPECT_EQ(result.status, 2) << command << result.out << result.err;
    expect_harmless(result, command);
    EXPECT_FALSE(result.err.empty()) << command;
  }
}

}  // namespace
}  // namespace capnet
