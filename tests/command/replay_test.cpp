/// capnet replay: every answer again, byte by byte, from its manifest.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <string>
#include <utility>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

#define CASE_FOLDER(name) "'" CAPNET_SOURCE_DIR "/examples/data/" name "' "

/// Every command that answers in JSON, with options of each sort.
const std::vector<std::string> replayed{
    "show " CASE_FOLDER("nptech"),
    "show --rows --threads 2 " CASE_FOLDER("nptech"),
    "show " CASE_FOLDER("reskilling") "--window 2023-05..2023-10 --sector company,municipality",
    "show --schema " CASE_FOLDER("own_domain"),
    "show --nodes nodes.csv --edges edges.csv --day-first --encoding utf-8",
    "show net.capnet --kind organization",
    "measure " CASE_FOLDER("nptech") "--all --group sector",
    "measure --nodes nodes.csv --edges edges.csv --group side --weight hours --parallel max --directed",
    "measure --list",
    "series " CASE_FOLDER("nptech") "--measure members,density.delivers --from 2023 --to 2024 --every 6m --threads=2",
    "gap " CASE_FOLDER("probono_generated") "--holders k:2 --as-of 2024",
    "peers " CASE_FOLDER("probono_generated") "--weights size=2,region=0 --solved-only --threads 2",
    "spread " CASE_FOLDER("probono_generated") "--from npo_11 --relation shares_knowledge_with --samples 50 --seed 5",
    "spread " CASE_FOLDER("probono_generated") "--from npo_11 --relation shares_knowledge_with --samples 50",
    "grow " CASE_FOLDER("reskilling") "--steps 3 --seed 2 --replicas 3 --rate 1.5 --threads 2",
    "grow " CASE_FOLDER(
        "reskilling") "--steps 2 --seed 18446744073709551615 --sector company --window 2023-05..2023-10",
    "grow --nodes nodes.csv --edges edges.csv --steps 2",
    "sweep " CASE_FOLDER("reskilling") "--grid 'rate=1,2;homophily=.5' --replicas 3 --steps 2 --threads 2",
    "sweep " CASE_FOLDER("reskilling") "--grid ' ties = 1, 2 ' --replicas 3 --steps 2 --bands --as-of 2023-06",
    "sweep " CASE_FOLDER("reskilling") "--grid market=200,4000 --arrivals bass --leaving .01 --steps 2",
    "sweep " CASE_FOLDER("reskilling") "--grid rate=1,2 --replicas 3 --steps 2 --shard 2/3 --program network",
    "sweep " CASE_FOLDER("reskilling") "--grid rate=1,2 --steps 2 --resume cells --svg a.svg -o a.sweep",
    "sweep --nodes nodes.csv --edges edges.csv --grid rate=1 --steps 2 --sector unknown --window 2023..2024",
    "grow " CASE_FOLDER("reskilling") "--steps 2 --hash -o grown.capnet --arrivals pool --market 50 --share .2",
    "spread " CASE_FOLDER(
        "probono_generated") "--from npo_11 --relation shares_knowledge_with --model sir --samples 40",
    "influence " CASE_FOLDER("probono_generated") "--relation shares_knowledge_with --k 2 --seed 3 --threads 2",
    "match " CASE_FOLDER("probono_generated") "--fair --threads 2",
    "fit " CASE_FOLDER("reskilling") "--series members",
    "fit " CASE_FOLDER("cncf") "--joins cncf --train-until 2023-11 --replicas 20 --threads 2",
    "whatif " CASE_FOLDER("reskilling") "--without benesse --from 2023-06 --steps 2 --replicas 6 --threads 2",
    "path " CASE_FOLDER("nptech") "--from tis,ntt_data --to participants_fy2023 --rank fastest",
    "path " CASE_FOLDER("own_domain") "--from hill,central --to forest --rank cost --direction out",
    "query " CASE_FOLDER("nptech") "'orgs -delivers-> events' --measure --from 2023 --to 2024 --every 1y",
    "query " CASE_FOLDER("nptech") "'a:orgs -delivers-> b:events' --select a,b --top 3",
    "query " CASE_FOLDER("nptech") "orgs --count",
    "audit " CASE_FOLDER("sto"),
    "audit " CASE_FOLDER("nptech") "--as-of 2022"};

fixture::workplace tables_place() {
  return {{"nodes.csv", "id,side,region\na,x,\nb,y,\nc,,\n"}, {"edges.csv", "source,target,hours\na,b,2\nb,c,1\n"}};
}

TEST(Replay, GivesTheSameBytesOfEveryCommand) {
  const fixture::workplace place = tables_place();
  ASSERT_EQ(place.run("pack " CASE_FOLDER("sto") "net.capnet").status, 0);
  for (const std::string& command : replayed) {
    const auto first = place.run(command + " --format json");
    EXPECT_EQ(first.status, 0) << command << first.err;
    place.write("answer.json", first.out);
    const auto again = place.run("replay answer.json");
    EXPECT_EQ(again.status, 0) << command << '\n' << again.err;
    EXPECT_EQ(again.out, first.out) << command;
    place.write("manifest.json", json::serialize(first.json().at("manifest")));
    EXPECT_EQ(place.run("replay manifest.json").out, first.out) << command;
  }
}

TEST(Replay, ExitsAsTheCommandDid) {
  const fixture::workplace place;
  const auto first = place.run("audit " CASE_FOLDER("sto") "--fail-on any --format json");
  EXPECT_EQ(first.status, 1);
  place.write("answer.json", first.out);
  const auto again = place.run("replay answer.json");
  EXPECT_EQ(again.status, 1);
  EXPECT_EQ(again.out, first.out);
}

TEST(Replay, OfAShardsFileIsTheWholeSweep) {
  const fixture::workplace place;
  const std::string command = "sweep " CASE_FOLDER("reskilling") "--grid rate=1,2 --replicas 3 --steps 2 --seed 4 ";
  (void)place.run(command + "--shard 2/3 -o part.sweep");
  EXPECT_EQ(place.run("replay part.sweep").out, place.run(command + "--format json").out);
}

TEST(Replay, LooksForFoldersFromWhereItIsCalled) {
  const std::pair<const char*, std::string> net[]{{"net/vertices.csv", "id,kind\na,organization\n"},
                                                  {"net/ties.csv", "relation,source,target\n"}};
  const fixture::workplace here{net[0], net[1]}, there{net[0], net[1]}, elsewhere;
  const std::string first = here.run("show net --format json").out;
  there.write("answer.json", first);
  EXPECT_EQ(there.run("replay answer.json").out, first);
  elsewhere.write("answer.json", first);
  EXPECT_NE(elsewhere.run("replay answer.json").err.find("net"), std::string::npos);
  EXPECT_EQ(elsewhere.run("replay answer.json").status, 2);
}

TEST(Replay, RefusesOtherDataAndSaysBothHashes) {
  const fixture::workplace place{{"net/vertices.csv", "id,kind\na,organization\n"},
                                 {"net/ties.csv", "relation,source,target\n"}};
  for (const std::string command : {"show net", "grow net --steps 1", "sweep net --grid rate=1 --steps 1"}) {
    place.write("net/vertices.csv", "id,kind\na,organization\n");
    const auto before = place.run(command + " --format json");
    place.write("answer.json", before.out);
    place.write("net/vertices.csv", "id,kind\na,organization\nb,organization\n");
    const auto now = place.run(command + " --format json").json();
    const auto told = place.run("replay answer.json");
    EXPECT_EQ(told.status, 2);
    EXPECT_EQ(told.out, "") << "nothing is printed of another answer";
    const std::string old_hash{before.json().at("manifest").at("data_hash").as_string()},
        new_hash{now.at("manifest").at("data_hash").as_string()};
    EXPECT_EQ(told.err, "answer.json: the manifest has data_hash " + old_hash + ", this run " + new_hash +
                            ", which is of other data: folders are looked for from the current one; expected the same, "
                            "or the answer would be another one\n");
  }
}

TEST(Replay, RefusesAnotherFolderOfWhatIf) {
  const fixture::workplace place{{"more/vertices.csv", "id,kind,sector\nnew_town,organization,municipality\n"},
                                 {"more/ties.csv", "relation,source,target\nparticipates_in,new_town,network\n"}};
  const auto first = place.run("whatif " CASE_FOLDER("reskilling") "--with more --steps 2 --replicas 6 --format json");
  EXPECT_EQ(first.status, 0) << first.err;
  place.write("answer.json", first.out);
  EXPECT_EQ(place.run("replay answer.json").out, first.out);
  place.write("more/vertices.csv", "id,kind,sector\nnew_town,organization,company\n");
  EXPECT_NE(place.run("replay answer.json").err.find("the manifest has data_hash "), std::string::npos);
}

TEST(Replay, RefusesAnotherVersionAndSaysBoth) {
  const fixture::workplace place{{"m.json", R"({"version":"0.0.9","data_hash":"x","arguments":["show","net"]})"}};
  const auto told = place.run("replay m.json");
  EXPECT_EQ(told.status, 2);
  EXPECT_TRUE(told.err.starts_with("m.json: was answered by capnet 0.0.9, this is ")) << told.err;
}

std::string this_version() {
  std::string version = fixture::workplace().run("--version").out.substr(7);
  version.pop_back();
  return version;
}

TEST(Replay, RunsNothingThatWritesOrRunsItself) {
  const fixture::workplace place = tables_place();
  const std::string none = "expected one that answers and writes no file, such as show, query or sweep";
  const std::pair<json::array, std::string> wrong[]{
      {{"replay", "m.json", "--format", "json"}, "its arguments are of the command 'replay'; " + none},
      {{"bench", "a", "b", "--format", "json"}, "its arguments are of the command 'bench'; " + none},
      {{"pack", "a", "b", "--format", "json"}, "its arguments are of the command 'pack'; " + none},
      {{"export", "a", "b", "--json", "--format", "json"}, "its arguments are of the command 'export'; " + none},
      {{"report", "a", "--format", "json"}, "its arguments are of the command 'report'; " + none},
      {{"rm", "-rf", "--format", "json"}, "its arguments are of the command 'rm'; " + none},
      {{"--format", "json", "show"}, "its arguments are of the command '--format'; " + none},
      {{}, "its arguments are of no command; " + none},
      {{"show", "a"}, "its arguments have no --format json; expected those of an answer in JSON"},
      {{"sweep", "a", "-o", "stolen", "--format", "json"},
       "its arguments have '-o', which writes a file; expected those of an answer alone"},
      {{"sweep", "a", "-ostolen", "--format", "json"},
       "its arguments have '-ostolen', which writes a file; expected those of an answer alone"},
      {{"sweep", "a", "--svg=stolen", "--format", "json"},
       "its arguments have '--svg=stolen', which writes a file; expected those of an answer alone"},
      {{"sweep", "a", "--resume", "stolen", "--format", "json"},
       "its arguments have '--resume', which writes a file; expected those of an answer alone"},
      {{"show", "--help", "--format", "json"}, "its arguments ask for help; expected those of an answer"},
      {{"show", "--no-such", "1", "--format", "json"}, "its arguments are refused: "}};
  for (const auto& [arguments, message] : wrong) {
    place.write("m.json", json::serialize(json::object{
                              {"version", this_version()}, {"data_hash", nullptr}, {"arguments", arguments}}));
    const auto told = place.run("replay m.json");
    EXPECT_EQ(told.status, 2);
    EXPECT_EQ(told.out, "");
    EXPECT_NE(told.err.find("m.json: " + message), std::string::npos) << told.err;
    EXPECT_FALSE(std::filesystem::exists(place.path() / "stolen"));
  }
}

TEST(Replay, RefusesWhatIsNoManifest) {
  const fixture::workplace place;
  const std::string version = "\"version\":\"" + this_version() + "\",";
  const std::string expected = "; expected an answer of capnet in JSON, its manifest, or a file of capnet sweep\n";
  const std::string types =
      "m.json: has a manifest of other types than a text for version, a text or null for data_hash, a list of texts for "
      "arguments and a whole number for seed" +
      expected;
  const std::string none = "m.json: has no manifest with version, data_hash and arguments" + expected;
  const std::pair<std::string, std::string> wrong[]{
      {"", "m.json: is empty" + expected},
      {"text", "m.json: is no object in JSON" + expected},
      {"[1]", "m.json: is no object in JSON" + expected},
      {"{}", none},
      {"{\"manifest\":{}}", none},
      {"{\"manifest\":7}", none},
      {"{\"rows\":[{\"manifest\":{}}]}", none},
      {"{" + version + "\"data_hash\":7,\"arguments\":[]}", types},
      {"{" + version + "\"data_hash\":null,\"arguments\":{}}", types},
      {"{" + version + "\"data_hash\":null,\"arguments\":[\"show\",1]}", types},
      {"{" + version + "\"data_hash\":null,\"arguments\":[\"show\"],\"seed\":-1}", types},
      {"{" + version + "\"data_hash\":null,\"arguments\":[\"show\"],\"seed\":1.5}", types},
      {"{\"version\":1,\"data_hash\":null,\"arguments\":[\"show\"]}", types}};
  for (const auto& [text, message] : wrong) {
    place.write("m.json", text);
    const auto told = place.run("replay m.json");
    EXPECT_EQ(told.status, 2);
    EXPECT_EQ(told.out, "");
    EXPECT_EQ(told.err, message);
  }
  EXPECT_EQ(place.run("replay .").status, 2);
  EXPECT_EQ(place.run("replay nothing.json").err, "nothing.json: there is no such file" + expected);
}

TEST(Replay, RefusesHugeAndDeepFilesInLittleMemory) {
  const fixture::workplace place;
  const auto said = [&](const std::string& text) {
    place.write("m.json", text);
    const auto told = place.run("replay m.json");
    EXPECT_EQ(told.status, 2);
    return told.err.substr(0, told.err.find(';'));
  };
  EXPECT_EQ(said("{\"rows\":" + std::string(3'000'000, '[')), "m.json: has no manifest of at most a million bytes");
  EXPECT_EQ(said("{\"manifest\":" + std::string(900'000, '[') + std::string(900'000, ']') + '}'),
            "m.json: has no manifest of at most a million bytes");
  EXPECT_TRUE(said("{\"manifest\":" + std::string(9'000, '[') + std::string(9'000, ']') + '}')
                  .starts_with("m.json: has a manifest that is no JSON: "));
  EXPECT_TRUE(
      said("{\"manifest\":{\"version\":\"" + std::string(2'000'000, 'x')).starts_with("m.json: has no manifest"));
}

TEST(Replay, FindsTheManifestOfALongAnswer) {
  const fixture::workplace place;
  const auto first = place.run("measure --list --format json");
  const std::size_t at = first.out.find("\"manifest\":");
  ASSERT_NE(at, std::string::npos);
  std::string rows = "{\"rows\":[\"\\\"manifest\\\":{}\"";
  for (int k = 0; k < 300'000; ++k) rows += ",{\"manifest\":{}}";
  place.write("answer.json", rows + "]," + first.out.substr(at));
  EXPECT_EQ(place.run("replay answer.json").out, first.out);
}

}  // namespace
}  // namespace capnet
