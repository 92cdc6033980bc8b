/// Readers, writers and answers where memory fails: std::bad_alloc or a clean error, files whole, and the same answer
/// when asked again. Leaks are for the address sanitizer to find.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/io/data_folder.hpp>
#include <capnet/io/edge_file.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/io/report.hpp>
#include <capnet/metric/audit.hpp>
#include <capnet/query/explain.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/text_form.hpp>
#include <capnet/query/why.hpp>
#include <capnet/view/flatten.hpp>

#include "described.hpp"
#include "fault/failing_allocations.hpp"
#include "scratch_folder.hpp"

namespace capnet::fault {
namespace {

scratch_folder small_folder() {
  return {
      {"schema.csv", "relation,source_kinds,target_kinds,directed\nlends_many_devices_to,library,organization,yes\n"},
      {"vertices.csv",
       "id,kind,sector,name,region,begin,aliases,a_column_of_its_own\n"
       "a_long_id_of_an_organization,organization,company,The first of them,A region with a name,2024,Alias of one,x\n"
       "b,organization,nonprofit,,,,,\np,program,,,,,,\nl,library,,,,,,\n"},
      {"ties.csv",
       "relation,source,target,begin,end,weight,role\nruns,a_long_id_of_an_organization,p,2024-04-01,,,\n"
       "participates_in,b,p,2024-05,2025,.5,a role that is a long text\nlends_many_devices_to,l,b,,,3,\n"},
      {"figures.csv",
       "id,subject,survey,label,kind,value,unit,denominator,date\n"
       "share_of_them,p,survey,that are satisfied,percent,74,organization,41,2024\n"
       "how_many_of_them,p,survey,that answered,count,41,organization,,2024\n"},
      {"sources.csv", "id,title\narticle,An article with a long title\n"}};
}

/// Fails each allocation of a call, both ways. What it threw must be clean, and what it gave nevertheless the same as
/// ever, in `text`.
template <class Call, class Text>
void expect_clean(const Call& call, const Text& text) {
  const std::string whole = text(call());
  ASSERT_FALSE(whole.empty());
  using result = decltype(call());
  for (const failing how : {failing::once, failing::from_then_on}) {
    std::optional<result> given;
    fail_each_allocation(
        how, [] { return 0; }, [&](int) { given.emplace(call()); },
        [&](int, std::size_t n, const std::exception_ptr& thrown) {
          if (!thrown) {
            ASSERT_EQ(text(*given), whole) << "allocation " << n;
            return;
          }
          try {
            std::rethrow_exception(thrown);
          } catch (const std::bad_alloc&) {
          } catch (const input_error&) {
          }
        });
  }
  EXPECT_EQ(text(call()), whole);
}
void expect_clean(const std::function<std::string()>& call) {
  expect_clean(call, [](const std::string& given) { return given; });
}
const auto in_words = [](const snapshot& net) { return described(net); };

TEST(FailedAllocations, LeaveReadingAFolderClean) {
  const scratch_folder folder = small_folder();
  expect_clean([&] { return read_folder(folder.path()); }, in_words);
}

TEST(FailedAllocations, LeaveTheProblemsOfAFolderClean) {
  const scratch_folder folder{{"vertices.csv", "id,kind\na,organization\na,organization\n,program\n"},
                              {"ties.csv", "relation,source,target\nruns,a,nobody\nrunz,a,a\n"}};
  expect_clean([&] {
    try {
      return described(read_folder(folder.path()));
    } catch (const input_error& refusal) {
      return std::string{refusal.what()};
    }
  });
}

TEST(FailedAllocations, LeaveReadingEdgesClean) {
  std::string text = "source,target,weight,begin\n";
  for (int k = 0; k < 40; ++k)
    text += "a vertex with a long key " + std::to_string(k % 7) + ",v" + std::to_string(k) + ",.5,2024-01-01\n";
  const scratch_folder folder{{"edges.csv", text}};
  for (const unsigned threads : {1u, 2u}) {
    expect_clean([&] {
      const edge_columns read = read_edges(folder.path() / "edges.csv", {.threads = threads});
      std::string all;
      for (const std::string& key : read.keys) all += key + ' ';
      for (const std::uint32_t v : read.sources) all += std::to_string(v) + ' ';
      return all;
    });
  }
}

TEST(FailedAllocations, LeaveReadingANativeFileClean) {
  const scratch_folder folder = small_folder();
  const auto file = folder.path() / "n.capnet";
  write_native(read_folder(folder.path()), file);
  for (const file_trust trust : {file_trust::verified, file_trust::trusted})
    expect_clean([&] { return read_native(file, trust); }, in_words);
  expect_clean([&] { return std::to_string(verify_native(file, 1).bytes); });
}

// An open network whose columns are not read yet: what fails to be read once is read when it is asked for again.
TEST(FailedAllocations, LeaveAnOpenNativeFileReadable) {
  const scratch_folder folder = small_folder();
  const auto file = folder.path() / "n.capnet";
  write_native(read_folder(folder.path()), file);
  const std::string whole = described(read_native(file));
  for (const failing how : {failing::once, failing::from_then_on}) {
    fail_each_allocation(
        how, [&] { return read_native(file); },
        [](const snapshot& net) {
          for (const layer& ties : net.layers()) ties.for_each([](std::uint32_t, const dated_tie&) {});
          (void)net.find("a_long_id_of_an_organization");
          (void)net.properties({net.schema().index_of<organization>(), 0});
        },
        [&](const snapshot& net, std::size_t n, const std::exception_ptr&) {
          ASSERT_EQ(described(net), whole) << "allocation " << n;
        });
  }
}

void expect_old_or_new(const std::function<void(const std::filesystem::path&)>& write, std::size_t stride = 1) {
  const scratch_folder folder;
  const auto file = folder.path() / "file";
  write(file);
  const std::string fresh = content(file);
  for (const failing how : {failing::once, failing::from_then_on}) {
    fail_each_allocation(
        how,
        [&] {
          folder.write("file", "what stood there before");
          return 0;
        },
        [&](int) { write(file); },
        [&](int, std::size_t n, const std::exception_ptr& thrown) {
          ASSERT_EQ(content(file), thrown ? "what stood there before" : fresh) << "allocation " << n;
          ASSERT_EQ(std::distance(std::filesystem::directory_iterator{folder.path()}, {}), 1)
              << "a temporary file stays after allocation " << n;
        },
        stride);
  }
}

TEST(FailedAllocations, LeaveTheOldNativeFileInPlace) {
  const scratch_folder folder = small_folder();
  const snapshot net = read_folder(folder.path());
  expect_old_or_new([&](const std::filesystem::path& file) { write_native(net, file); });
}

TEST(FailedAllocations, LeaveNoHalfFolder) {
  const scratch_folder folder = small_folder(), place;
  const snapshot net = read_folder(folder.path());
  const auto out = place.path() / "out";
  for (const failing how : {failing::once, failing::from_then_on}) {
    fail_each_allocation(
        how,
        [&] {
          std::filesystem::remove_all(out);
          return 0;
        },
        [&](int) { write_folder(net, out); },
        [&](int, std::size_t n, const std::exception_ptr& thrown) {
          ASSERT_EQ(std::filesystem::exists(out), thrown == nullptr) << "allocation " << n;
          ASSERT_EQ(std::distance(std::filesystem::directory_iterator{place.path()}, {}), thrown ? 0 : 1)
              << "a temporary folder stays after allocation " << n;
        },
        97);
  }
}

TEST(FailedAllocations, LeaveTheOldReportInPlace) {
  const scratch_folder folder = small_folder();
  const snapshot net = read_folder(folder.path());
  expect_old_or_new([&](const std::filesystem::path& file) { write_report(net, file); }, 97);
}

TEST(FailedAllocations, LeaveTheAuditClean) {
  const scratch_folder folder = small_folder();
  const snapshot net = read_folder(folder.path());
  expect_clean([&] {
    std::string all;
    for (const finding& one : audit(net)) all += one.code + ": " + one.message + '\n';
    return all;
  });
}

TEST(FailedAllocations, LeaveQuestionsClean) {
  const scratch_folder folder = small_folder();
  const snapshot net = read_folder(folder.path());
  expect_clean([&] {
    const query_plan plan =
        parse_query(net, "orgs[sector=company|nonprofit] -runs|participates_in-> programs <-participates_in- *");
    std::string all;
    for (const query_row& row : query_executor{net}.run(plan)) all += net.key(row.vertex) + ' ';
    for (const explained_step& step : explain(net, plan)) all += step.what + ' ';
    walk_finder why{net, plan};
    all += to_string(net, *why(net.vertex("b")));
    for (const query_row& row : (from<organization>(net) | out<participates_in> | top_k(3)).rows())
      all += net.key(row.vertex);
    const std::vector<date> days{make_date(2024, 1, 1), make_date(2025, 1, 1)};
    for (const day_rows& on : (from<organization>(net) | out<participates_in>).rows_on(days))
      all += std::to_string(on.total);
    (from<organization>(net) | out<participates_in>)
        .rows_of_each(std::vector{net.vertex("b")}, [&](std::size_t, std::span<const query_row> rows, std::size_t) {
          all += std::to_string(rows.size());
        });
    all += std::to_string(flatten<runs, participates_in>(all_held(net)).graph.size());
    return all;
  });
}

TEST(FailedAllocations, LeaveTheFaultsOfAQuestionClean) {
  const scratch_folder folder = small_folder();
  const snapshot net = read_folder(folder.path());
  expect_clean([&] {
    try {
      (void)parse_query(net, "orgs[sector=compny] -runz-> programs[id=nobody_of_that_name]");
      return std::string{};
    } catch (const query_text_error& refusal) {
      return std::string{refusal.what()};
    }
  });
}

}  // namespace
}  // namespace capnet::fault
