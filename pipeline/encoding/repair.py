from pipeline.model import Decision
from pipeline.settings import EncodingSettings
from pipeline.text import Traced
def repair(text: Traced, settings: EncodingSettings) -> tuple[Traced, list[Decision]]:
    return text, []
