"""The catalogue, the whole, and every series, disclosure and version as DCAT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from converter.catalog.about import EU, LICENCE, Release, common, nodes, series_of
from ontology import codes, iris
from ontology.namespaces import VOCABULARY_VERSION
from ontology.quads import Writer, en, name, texts, zh

WHOLE = ("dump/all.nq.gz", "dump/all.ttl")
WORDS = ("dump/ontology.nq.gz", "dump/ontology.ttl")
CHINA = EU + "country/CHN"
PROTOCOL = "http://www.w3.org/TR/sparql11-protocol/"


def dataset_quads(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The catalogue and all that it lists."""
    yield from about_catalog(release, writer)
    yield from about_whole(release, writer)
    yield from about_words(release, writer)
    yield from about_service(release, writer)
    for entry in release.entries:
        yield from about_disclosure(release, writer, entry)
        yield from about_version(release, writer, entry)
    for series in {series_of(entry, release.base): entry for entry in release.entries}.items():
        yield from about_series(release, writer, *series)


def about_catalog(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    listed = [iri for entry in release.entries for iri in (entry["iri"], entry["version"])]
    said = common(
        release,
        texts("预算公开目录", "Catalogue of budget disclosures"),
        texts(
            "中国政府部门预算公开的关联数据：全部数据、词汇与代码表，以及每一份公开。",
            "Linked data from the budget disclosures of China's government departments: the whole, "
            "the words and codes, and each disclosure.",
        ),
    )
    unsaid = ("dcat_theme", "dct_accessRights")
    yield from writer.about(
        release.catalog,
        rdf_type="dcat:Catalog",
        **{key: value for key, value in said.items() if key not in unsaid},
        dct_license=LICENCE,
        dct_spatial=CHINA,
        dcat_themeTaxonomy=EU + "data-theme",
        foaf_homepage=release.base,
        dcat_service=iris.endpoint(release.base),
        dcat_dataset=nodes([iris.whole(release.base), release.words, *listed]),
    )


def about_whole(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """All disclosures at once, with the tidy tables."""
    years = [int(entry["year"]) for entry in release.entries]
    tables = [file.path for file in release.files if "/" not in file.path and file.path.endswith(".csv")]
    yield from writer.about(
        iris.whole(release.base),
        rdf_type=[name("dcat:Dataset"), name("void:Dataset")],
        **common(
            release,
            texts("预算公开全部数据", "All budget disclosures"),
            texts(
                f"{len(release.entries)} 份预算公开：表格、数额、项目、绩效指标、正文数字与核对结果。",
                f"{len(release.entries)} budget disclosures: tables, amounts, projects, performance indicators, "
                "figures of the prose and findings.",
            ),
        ),
        dct_identifier=ox.Literal(iris.whole(release.base)),
        dct_license=LICENCE,
        dct_spatial=CHINA,
        dct_temporal=release.part(f"years-{min(years)}-{max(years)}"),
        dct_conformsTo=VOCABULARY_VERSION,
        dcat_keyword=[*texts("部门预算", "department budget"), *texts("预算公开", "budget disclosure")],
        dcat_distribution=release.those([*WHOLE, *tables]),
    )


def about_words(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The vocabulary, the code lists and the links."""
    yield from writer.about(
        release.words,
        rdf_type="dcat:Dataset",
        **common(
            release,
            texts("词汇、代码表与链接", "Vocabulary, code lists and links"),
            texts(
                "类与属性、数据结构定义、支出科目等代码表、地区，以及与其他数据的链接。",
                "Classes and properties, data structure definitions, code lists, regions, and links to other data.",
            ),
        ),
        dct_identifier=ox.Literal(release.words),
        dct_license=LICENCE,
        dct_conformsTo=VOCABULARY_VERSION,
        dcat_keyword=texts("代码表", "code list"),
        dcat_distribution=release.those(WORDS),
    )


def about_service(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The SPARQL endpoint that a server puts up over the release."""
    said = common(
        release,
        texts("SPARQL 查询接口", "SPARQL endpoint"),
        texts("以 SPARQL 1.1 查询全部数据。", "Queries over all data, SPARQL 1.1."),
    )
    unsaid = ("dct_issued", "dct_modified", "dct_language")
    yield from writer.about(
        iris.endpoint(release.base),
        rdf_type="dcat:DataService",
        **{key: value for key, value in said.items() if key not in unsaid},
        dct_license=LICENCE,
        dct_conformsTo=PROTOCOL,
        dcat_endpointURL=iris.endpoint(release.base),
        dcat_servesDataset=iris.whole(release.base),
    )


def department_of(entry: dict[str, Any], base: str) -> str:
    """The IRI of the department of a disclosure."""
    region, department, _, _ = entry["iri"].split("/")[-4:]
    return iris.org(region, department, base=base)


def phase_of(entry: dict[str, Any]) -> tuple[str, str]:
    """The name of a disclosure's phase in Chinese and in English."""
    concept = codes.scheme("phase")[entry["phase"]]
    return concept.label_zh, concept.label_en


def about_series(release: Release, writer: Writer, series: str, entry: dict[str, Any]) -> Iterator[ox.Quad]:
    """The disclosures of one department over the years."""
    chinese, english = phase_of(entry)
    first, last = release.spans[series]
    said = common(
        release,
        [zh(f"{entry['department']}{chinese}")],
        texts(
            f"{entry['department']}历年公开的{chinese}。",
            f"What {entry['department']} discloses each year ({english}).",
        ),
    )
    unsaid = ("dcat_theme", "dct_accessRights", "dct_language")
    yield from writer.about(
        series,
        rdf_type="dcat:DatasetSeries",
        **{key: value for key, value in said.items() if key not in unsaid},
        dct_spatial=iris.region(entry["region"], base=release.base),
        dct_temporal=release.part(f"years-{first}-{last}"),
        dct_accrualPeriodicity=EU + "frequency/ANNUAL",
    )


def about_disclosure(release: Release, writer: Writer, entry: dict[str, Any]) -> Iterator[ox.Quad]:
    """A yearly disclosure; its distributions are those of the version that holds now."""
    chinese, english = phase_of(entry)
    yield from writer.about(
        entry["iri"],
        rdf_type="dcat:Dataset",
        **common(
            release,
            [zh(entry["title"])],
            texts(
                f"{entry['region_name']}{entry['department']} {entry['year']} 年{chinese}公开中的全部数字，各有出处。",
                f"Every figure of the disclosure of {entry['department']} ({entry['region_name']}) for {entry['year']} "
                f"({english}), each with its place in the document.",
            ),
        ),
        **placed(release, entry),
        dct_identifier=ox.Literal(entry["iri"]),
        dcat_inSeries=series_of(entry, release.base),
        dcat_hasVersion=entry["version"],
        dcat_hasCurrentVersion=entry["version"],
    )


def about_version(release: Release, writer: Writer, entry: dict[str, Any]) -> Iterator[ox.Quad]:
    """One reading of one document: a graph of its own, with its dumps."""
    short = entry["source"]["sha256"][:8]
    yield from writer.about(
        entry["version"],
        rdf_type=[name("dcat:Dataset"), name("void:Dataset")],
        **common(
            release,
            [zh(f"{entry['title']}（版本 {short}）")],
            texts(
                f"对文件 {entry['source']['file']} 的一次读取。",
                f"One reading of the document {entry['source']['file']}.",
            ),
        ),
        **placed(release, entry),
        dct_identifier=ox.Literal(entry["id"]),
        dcat_version=ox.Literal(short),
        dcat_isVersionOf=entry["iri"],
    )


def placed(release: Release, entry: dict[str, Any]) -> dict[str, Any]:
    """Where and when a disclosure is about, who made its document, and its files."""
    words = texts(entry["department"], "") + texts("部门预算", "department budget")
    return {
        "dct_creator": department_of(entry, release.base),
        "dct_spatial": iris.region(entry["region"], base=release.base),
        "dct_temporal": release.part(f"years-{entry['year']}-{entry['year']}"),
        "dct_conformsTo": VOCABULARY_VERSION,
        "dct_license": LICENCE,
        "dcat_keyword": [*words, en(str(entry["year"]))],
        "dcat_distribution": release.those([entry["files"]["nquads"], entry["files"]["turtle"]]),
    }
