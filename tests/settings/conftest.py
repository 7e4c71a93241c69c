from __future__ import annotations

from pathlib import Path

import pytest

from restitution.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]

SHORT = """\
projet: {titre: Cap 2040}
territoires:
  - {code: HG, nom: Haute-Galdonne, alias: [la Galdonne]}
  - {code: VA, nom: Val d’Arvoise}
  - {code: MO, nom: Marche d'Ombrois, alias: Ombrois}
avances: [{code: SE, nom: Pays de Séronne}]
"""


@pytest.fixture
def settings() -> Settings:
    return read_settings(SHORT.encode())
