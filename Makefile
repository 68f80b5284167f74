# `make check` and `make test` need Python 3.11 or later and make; they set up the rest in .venv.
PYTHON ?= python3
BIN := .venv/bin
# Where the training corpora lie; docs/labeller.md names them.
TRAINING ?= ../shared/training

.PHONY: check test bench fuzz score train crossval vocabulary manual clean

.venv/run: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q src
	touch $@

.venv/dev: .venv/run
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

check: .venv/run ## the main job, on the sample brief
	@$(BIN)/citetool check data/brief.txt; status=$$?; \
	if [ $$status -eq 1 ]; then echo "exit 1, as it should be: the brief has errors (see the findings above)"; \
	else exit $$status; fi

test: .venv/dev ## lint, types, layers and behaviour: one command
	$(BIN)/python -m pytest -n auto

bench: .venv/dev ## the figures the README rests on
	$(BIN)/python tests/bench.py

# So long is each reader fed damaged drafts.
SECONDS ?= 600

fuzz: .venv/dev ## damaged drafts for each reader
	$(BIN)/python tests/fuzz.py $(SECONDS)

score: .venv/dev ## against gold documents, where they lie beside the project
	@if [ -d ../shared/score ]; then \
	  PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python ../shared/score/score.py ../shared/gold; \
	  PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python ../shared/score/findings.py; \
	else echo "no gold documents beside the project (../shared): nothing to score"; fi

train: .venv/dev ## the labeller's model anew, and its cross-validation
	$(BIN)/python training/train.py $(TRAINING)
	$(BIN)/python training/crossval.py $(TRAINING)

crossval: .venv/dev ## five folds over AnyStyle's core and gold sets
	$(BIN)/python training/crossval.py $(TRAINING)

vocabulary: .venv/run ## compile the TOML files of src/citetool/vocabulary
	$(BIN)/python -c "import json, pathlib, citetool.vocabulary as v; \
	  pathlib.Path(v.__file__).with_name(v.COMPILED).write_text( \
	    json.dumps(v.compile_vocabulary(), ensure_ascii=False, indent=0) + '\n', encoding='utf-8')"

manual: .venv/run ## docs/rules.md anew, from the rules' docstrings
	$(BIN)/python -c "import pathlib; from citetool.rules import RULES; from citetool.rules.manual import manual; \
	  pathlib.Path('docs/rules.md').write_text(manual(RULES), encoding='utf-8')"

clean:
	rm -rf .venv build dist
