# Which layer may include which: downwards only, so that a newcomer can stop at any layer and understand it with what is below.
# tests/headers/layers_test.cmake checks every #include of include/capnet against this list.
set(layers core model network algorithm optimize generate view linalg metric flow skill query sim io interop)

set(core_includes core)
set(model_includes core model)
set(network_includes core model network)
# Pure graph theory and combinatorial optimization: no word of the domain reaches these three.
set(algorithm_includes core algorithm)
set(optimize_includes core algorithm optimize)
set(generate_includes core algorithm generate)
set(view_includes core model network algorithm generate view)
# The domain's answers, side by side.
set(metric_includes ${view_includes} metric)
set(flow_includes ${view_includes} flow)
set(skill_includes ${view_includes} optimize skill)
set(query_includes ${view_includes} query)
set(sim_includes ${view_includes} optimize metric flow skill query sim)
set(io_includes ${sim_includes} io)
set(interop_includes ${sim_includes} linalg interop)
set(linalg_includes ${view_includes} linalg)

# Foreign libraries, each with its one home; the first that fits counts.
set(foreign_homes "tbb/=core" "Eigen/=linalg" "boost/=interop" "range/v3/=interop")
