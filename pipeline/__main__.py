"""``python -m pipeline`` is ``jieban``."""

import sys

from pipeline.cli import main

sys.exit(main())
