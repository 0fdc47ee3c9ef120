"""The three bars of `engine_subset` in other engines' languages; each answers which bars fire."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.engine_subset import DRUG, FACTS, LINKED, LISTED, VIOLENT

Facts = Mapping[str, Any]
DAY = "2024-06-01"
Decider = Callable[[Facts], tuple[str, ...]]


def cedar() -> Decider:
    """Cedar through cedarpy, its policies parsed once."""
    import cedarpy

    policies = cedarpy.PolicySet.from_str(f"""
    @id("C1") permit (principal, action, resource) when {{
      context.office == "this_office" && ["victim", "witness"].contains(context.role)
      && {json.dumps(VIOLENT)}.contains(context.crime) && context.own && !context.suspect }};
    @id("C2") permit (principal, action, resource) when {{
      context.office == "this_office" && context.made && {json.dumps(VIOLENT)}.contains(context.crime)
      && !context.charged && !context.suspect
      && ({json.dumps(LISTED)}.contains(context.code)
          || ({json.dumps(DRUG)}.contains(context.code) && context.level == "misdemeanor"))
      && ({json.dumps(LINKED)}.contains(context.trade) || context.trafficked) }};
    @id("C4") permit (principal, action, resource) when {{
      context.made && {json.dumps(VIOLENT)}.contains(context.crime) && context.office == "this_office"
      && {json.dumps(LISTED)}.contains(context.code) && context.incident
      && context.truthful != "found_false" }};
    """)
    entities = cedarpy.Entities.from_json_str("[]")
    request = {"principal": 'Office::"o"', "action": 'Action::"charge"', "resource": 'Charge::"c"'}
    names = {"policy0": "C1", "policy1": "C2", "policy2": "C4"}

    def decide(facts: Facts) -> tuple[str, ...]:
        found = cedarpy.is_authorized({**request, "context": facts}, policies, entities)
        return tuple(sorted(names.get(each, each) for each in found.diagnostics.reasons))

    return decide


_CEL = {
    "C1": "office == 'this_office' && role in ['victim', 'witness'] && crime in {violent} && own && !suspect",
    "C2": "office == 'this_office' && made && crime in {violent} && !charged && !suspect"
    " && (code in {listed} || (code in {drug} && level == 'misdemeanor'))"
    " && (trade in {linked} || trafficked)",
    "C4": "made && crime in {violent} && office == 'this_office' && code in {listed} && incident"
    " && truthful != 'found_false'",
}
_LISTS = {"violent": VIOLENT, "listed": LISTED, "drug": DRUG, "linked": LINKED}


def _written(rules: Mapping[str, str]) -> dict[str, str]:
    lists = {name: json.dumps(values) for name, values in _LISTS.items()}
    return {clause: rule.format(**lists) for clause, rule in rules.items()}


def cel_rust() -> Decider:
    """CEL through its Rust binding."""
    import cel

    rules = ", ".join(f"'{clause}': {rule}" for clause, rule in _written(_CEL).items())
    program = cel.compile(f"{{{rules}}}")

    def decide(facts: Facts) -> tuple[str, ...]:
        found = program.execute(facts)
        return tuple(clause for clause in _CEL if found[clause])

    return decide


def zen() -> Decider:
    """GoRules' zen-engine: one expression node."""
    import zen as engine

    swaps = (("&&", "and"), ("||", "or"), ("!suspect", "not suspect"), ("!charged", "not charged"))
    expressions = []
    for clause, rule in _written(_CEL).items():
        for sign, word in swaps:
            rule = rule.replace(sign, word)
        expressions.append({"id": clause, "key": clause, "value": rule})
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "position": {"x": 0, "y": 0},
            "content": {"expressions": expressions},
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
    ]
    edges = [
        {"id": "e1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "e2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    decision = engine.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def decide(facts: Facts) -> tuple[str, ...]:
        found = decision.evaluate(facts)["result"]
        return tuple(clause for clause in _CEL if found[clause])

    return decide


def rego() -> Decider:
    """Rego through regopy, the query built into a bundle once."""
    import regopy

    sets = {name: "{" + json.dumps(values)[1:-1] + "}" for name, values in _LISTS.items()}
    module = f"""
    package bars
    violent {{ input.crime in {sets["violent"]} }}
    listed {{ input.code in {sets["listed"]} }}
    covered {{ listed }}
    covered {{ input.code in {sets["drug"]}; input.level == "misdemeanor" }}
    linked {{ input.trade in {sets["linked"]} }}
    linked {{ input.trafficked }}
    ours {{ input.office == "this_office" }}
    fired["C1"] {{ ours; input.role in {{"victim", "witness"}}; violent; input.own; not input.suspect }}
    fired["C2"] {{ ours; input.made; violent; not input.charged; not input.suspect; covered; linked }}
    fired["C4"] {{ input.made; violent; ours; listed; input.incident; input.truthful != "found_false" }}
    """
    for sign in ("violent", "listed", "covered", "linked", "ours"):
        module = module.replace(f"    {sign} {{", f"    {sign} if {{")
    for clause in ("C1", "C2", "C4"):
        module = module.replace(f'fired["{clause}"] {{', f'fired contains "{clause}" if {{')
    engine = regopy.Interpreter()
    engine.add_module("bars", module)
    bundle = engine.build("x=data.bars.fired")

    def decide(facts: Facts) -> tuple[str, ...]:
        engine.set_input(dict(facts))
        found = engine.query_bundle(bundle)
        return tuple(sorted(json.loads(str(found.binding("x")))))

    return decide


class OpenFisca:
    """OpenFisca: a variable per fact and per bar, over any number of persons."""

    def __init__(self) -> None:
        from openfisca_core.entities import build_entity
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem

        self.entity = build_entity("person", "persons", "A person", is_person=True)
        self.system = TaxBenefitSystem([self.entity])
        for name, (_, values) in FACTS.items():
            self._enter(name, bool if isinstance(values[0], bool) else str, None)
        self._enter("C1", bool, _fisca_c1)
        self._enter("C2", bool, _fisca_c2)
        self._enter("C4", bool, _fisca_c4)

    def _enter(self, name: str, kind: type, formula: Any) -> None:
        from openfisca_core.periods import DateUnit
        from openfisca_core.variables import Variable

        says = {
            "value_type": kind,
            "entity": self.entity,
            "definition_period": DateUnit.DAY,
            "label": name,
        }
        if formula:
            says["formula"] = formula
        self.system.add_variable(type(name, (Variable,), says))

    def calculate(self, columns: Mapping[str, Any], rows: int) -> dict[str, Any]:
        """Per bar where it fires."""
        from openfisca_core.simulations import SimulationBuilder

        simulation = SimulationBuilder().build_default_simulation(self.system, rows)
        for name, values in columns.items():
            simulation.set_input(name, DAY, values)
        return {clause: simulation.calculate(clause, DAY) for clause in ("C1", "C2", "C4")}

    def __call__(self, facts: Facts) -> tuple[str, ...]:
        import numpy as np

        found = self.calculate({name: np.array([value]) for name, value in facts.items()}, 1)
        return tuple(clause for clause, fires in found.items() if fires[0])


def _fisca_c1(person: Any, period: Any) -> Any:
    import numpy as np

    return (
        (person("office", period) == "this_office")
        & np.isin(person("role", period), ("victim", "witness"))
        & np.isin(person("crime", period), VIOLENT)
        & person("own", period)
        & ~person("suspect", period)
    )


def _fisca_c2(person: Any, period: Any) -> Any:
    import numpy as np

    code = person("code", period)
    covered = np.isin(code, LISTED) | (np.isin(code, DRUG) & (person("level", period) == "misdemeanor"))
    linked = np.isin(person("trade", period), LINKED) | person("trafficked", period)
    said = (person("office", period) == "this_office") & person("made", period)
    crime = np.isin(person("crime", period), VIOLENT)
    return said & crime & ~person("charged", period) & ~person("suspect", period) & covered & linked


def _fisca_c4(person: Any, period: Any) -> Any:
    import numpy as np

    said = person("made", period) & (person("office", period) == "this_office")
    crime = np.isin(person("crime", period), VIOLENT)
    listed = np.isin(person("code", period), LISTED)
    return said & crime & listed & person("incident", period) & (person("truthful", period) != "found_false")
