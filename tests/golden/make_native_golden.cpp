/// Writes the golden file of the native format's version, and in words what it says: native_2.capnet and native_2.txt.
/// Only for a new version of the format: those of earlier ones stay as they are.
#include <fstream>
#include <iostream>
#include <string>

#include <capnet/io/native_file.hpp>

#include "described.hpp"
#include "everything.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_native_golden FILE: writes FILE.capnet and FILE.txt\n";
    return 2;
  }
  const capnet::snapshot net = capnet::network_of_everything(true);
  capnet::write_native(net, std::string{argv[1]} + ".capnet");
  std::ofstream{std::string{argv[1]} + ".txt"} << capnet::described(net);
}
