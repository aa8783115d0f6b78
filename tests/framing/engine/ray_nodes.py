"""Run by test_ray_engine: a Ray cluster of several nodes on this machine, of which one can be killed.

    python ray_nodes.py NODES

The head has no processor, so that all work is done on the NODES others, one processor each. Prints the address; then a
line `kill` on standard input kills a node at work, as when its machine lost power, and the end of input ends the rest.
"""

from __future__ import annotations

import os
import sys

os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
from ray.cluster_utils import Cluster

HERE = {"object_store_memory": 96 << 20, "include_dashboard": False}
# A node that has gone is missed within two seconds.
WATCHED = {
    "health_check_initial_delay_ms": 0,
    "health_check_period_ms": 500,
    "health_check_failure_threshold": 4,
}


def main(nodes: int) -> None:
    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "_system_config": WATCHED, **HERE},
        shutdown_at_exit=True,
    )
    try:
        others = [cluster.add_node(num_cpus=1, **HERE) for _ in range(nodes)]
        print(cluster.address, flush=True)
        for line in sys.stdin:
            if line.strip() == "kill":
                cluster.remove_node(others.pop(), allow_graceful=False)
                print("killed", flush=True)
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]))
