"""The structure tree: one element for one of the source, whole over lines and pages, in reading order."""

from __future__ import annotations

import io

import pikepdf
import pytest

from pdf.paper import page_entries
from pdf.tagged import Element, tagged, tree, written

LINE = "The lead went down and down. "
"""About a line of the small page."""
NOTE = ".note { float: footnote; font-size: 8px; line-height: 10px } .note::footnote-marker { content: '1 ' }"
LONG = f"<p>{LINE * 8}</p>"


def note(words: str) -> str:
    return f'<span class="note"><span id="n-{words[:3]}">{words}</span></span>'


@pytest.mark.parametrize(("sentences", "pages"), [(4, 1), (9, 2), (30, 5)])
def test_a_paragraph_is_one_element_however_many_pages_it_takes(sentences: int, pages: int) -> None:
    document = tagged(f"<p>{LINE * sentences}</p>")
    assert document.shape == "Document(P)"
    paragraph = document.one("P")
    assert paragraph.pages == tuple(range(len(paragraph.pages)))
    assert len(paragraph.pages) in (pages, pages + 1)  # the fonts of the machine differ
    assert paragraph.text.count("lead") == sentences


def test_the_lines_of_a_page_are_one_marked_content() -> None:
    assert len(tagged(f"<p>{LINE * 9}</p>").one("P").words) == 2


def test_text_directly_in_a_group_becomes_a_paragraph() -> None:
    document = tagged("<section>One <em>two</em> three<p>four</p>five</section><div>six</div>")
    assert document.shape == "Document(Sect(P(Span) P P) P)"
    assert [p.text for p in document.all("P")] == ["One three", "four", "five", "six"]


def test_groups_and_spans_that_say_nothing_leave_no_trace() -> None:
    document = tagged("<div><header><p>a <span>b</span> <i>c</i></p></header></div><p> </p><div></div>")
    assert document.shape == "Document(P)"
    assert document.one("P").text == "a b c"


def test_a_passage_says_its_language_where_it_changes() -> None:
    body = (
        '<section lang="en"><p lang="en">The <span lang="de">Lot</span> and <b lang="en">it</b></p>'
        '<div lang="fr"><p>oui <span lang="fr">non</span> <em lang="en">yes</em></p></div></section>'
    )
    document = tagged(body)
    said = [(element.kind, element.says("Lang")) for element in document if element.says("Lang")]
    assert said == [("Sect", "en"), ("Span", "de"), ("Div", "fr"), ("Span", "en")]


def test_a_list_over_pages_is_whole() -> None:
    items = "".join(f"<li>{LINE * 4}</li>" for _ in range(3))
    document = tagged(f"<ul><li>{LINE}<ol>{items}</ol></li><li>end</li></ul>")
    items_shape = " ".join(["LI(Lbl LBody)"] * 3)
    assert document.shape == f"Document(L(LI(Lbl LBody(L({items_shape}))) LI(Lbl LBody)))"
    outer, inner = document.all("L")
    assert outer.entry["/A"]["/ListNumbering"] == "/Disc"
    assert inner.entry["/A"]["/ListNumbering"] == "/Decimal"
    bodies = inner.all("LBody")
    assert {page for body in bodies for page in body.pages} > {0, 1}
    assert any(len(body.pages) == 2 for body in bodies)


def test_a_list_without_marks_has_no_labels_and_says_so() -> None:
    document = tagged("<ul style='list-style: none'><li>one</li><li>two</li></ul>")
    assert document.shape == "Document(L(LI(LBody) LI(LBody)))"
    assert document.one("L").entry["/A"]["/ListNumbering"] == "/None"


def test_terms_are_labels_of_what_describes_them() -> None:
    document = tagged("<dl><dt>lead</dt><dd>a weight</dd><dt>line</dt><dd>a rope</dd><dd>a row</dd></dl>")
    assert document.shape == "Document(L(LI(Lbl(Span) LBody) LI(Lbl(Span) LBody LBody)))"


def test_a_table_over_pages_is_one_and_its_repeated_head_is_no_content() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{n} fathoms</td></tr>" for n in range(7))
    head = "<thead><tr><th>Day</th><th>Depth</th></tr></thead>"
    data = written(f"<table id='t'>{head}<tbody>{rows}</tbody></table>")
    document, pages = tree(data), page_entries(data)
    assert len(pages) == 3
    assert all(any(ink.text.strip() == "Depth" for ink in page_entry.inks) for page_entry in pages)
    assert document.shape == f"Document(Table(THead(TR(TH TH)) TBody({' '.join(['TR(TD TD)'] * 7)})))"
    assert [(head.text, head.pages) for head in document.all("TH")] == [("Day", (0,)), ("Depth", (0,))]
    assert document.all("TD")[-1].pages == (2,)


def test_the_last_foot_of_a_table_is_its_content() -> None:
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(7))
    data = written(f"<table><tfoot><tr><td>sum</td></tr></tfoot><tbody>{rows}</tbody></table>")
    assert ["sum" in page_entry.text for page_entry in page_entries(data)] == [False, False, True]
    document = tree(data)
    (foot,) = [cell for cell in document.all("TD") if "sum" in cell.text]
    assert foot.words == ((2, "sum"),)


def test_cells_name_their_headers_across_spans() -> None:
    body = (
        "<table id='t'><tr><th>Day</th><th colspan='2'>Depth</th></tr>"
        "<tr><th scope='row' rowspan='2'>Mon</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    table = tagged(body).one("Table")
    heads = {head.entry["/ID"]: head for head in table.all("TH")}
    assert [head.entry["/A"]["/Scope"] for head in heads.values()] == ["/Column", "/Column", "/Row"]
    last = table.all("TD")[-1]
    assert [heads[name].text for name in last.entry["/A"]["/Headers"]] == ["Mon", "Depth"]
    assert all(name.startswith("t-") for name in heads)


def test_a_link_over_lines_and_pages_is_one_element_with_all_its_areas() -> None:
    document = tagged(f"<p>{LINE * 4}<a href='https://example.org/'>{LINE * 3}</a> end</p>")
    assert document.shape == "Document(P(Link))"
    link = document.one("Link")
    assert link.pages == (0, 1)
    assert link.links >= 3


def test_a_link_says_in_words_where_it_leads() -> None:
    data = written("<p id='x'>Go to <a href='#x'>the\n first <em>page</em></a></p>")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [str(link.Contents) for link in pdf.pages[0].Annots] == ["the first page"]


def test_a_note_follows_the_paragraph_that_calls_it() -> None:
    body = f"<section><p>{LINE}{note('First.')} And {note('Second.')}</p><p>after</p></section>"
    document = tagged(body, NOTE)
    assert document.shape == "Document(Sect(P(Reference Reference) Note(Lbl) Note(Lbl) P))"
    assert [element.says("ID") for element in document.all("Note")] == ["n-Fir", "n-Sec"]


def test_a_note_in_a_list_or_a_heading_stays_with_it() -> None:
    body = f"<h1>Head{note('One.')}</h1><ul style='list-style: none'><li>item{note('Two.')}</li></ul>"
    shape = tagged(body, NOTE).shape
    assert shape == "Document(H1(Reference) Note(Lbl) L(LI(LBody(Reference Note(Lbl)))))"


def test_a_note_moved_to_the_next_page_still_follows_its_paragraph() -> None:
    body = f"<p>{LINE * 4}{note('Late ' + LINE * 3)} {LINE * 4}</p><p>after</p>"
    document = tagged(body, NOTE)
    found = document.one("Note")
    assert document.children.index(found) == 1
    assert found.pages
    assert document.one("Reference").pages == (0,)


def test_a_reference_is_tied_to_its_note() -> None:
    data = written(f"<p>Word{note('The note.')}</p>", NOTE)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        (reference,) = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Reference"
        ]
        assert str(names[0]) == "n-The"
        assert reference.Ref[0].objgen == names[1].objgen


def test_notes_at_the_end_are_notes_too() -> None:
    body = (
        "<section><p>Word<a role='doc-noteref' id='r' href='#n'>1</a></p><aside role='doc-footnote' id='n'>"
        "<p><a role='doc-backlink' href='#r'>1</a> Words.</p></aside></section>"
    )
    assert tagged(body).shape == "Document(Sect(P(Reference(Link)) Note(Lbl(Link) P)))"
    unlinked = body.replace("<a ", "<span ").replace("</a>", "</span>").replace("href", "data-href")
    assert tagged(unlinked).shape == "Document(Sect(P(Reference) Note(Lbl P)))"


def test_a_note_over_two_pages_is_one() -> None:
    body = f"<aside role='doc-footnote' id='n'><p>{LINE * 8}</p></aside>"
    document = tagged(body)
    assert document.shape == "Document(Note(P))"
    assert document.one("P").pages == (0, 1)


def test_headings_keep_their_level_and_skip_none() -> None:
    document = tagged("<h1>a</h1><h2>b</h2><h4>c</h4><h2>d</h2><h3>e</h3>")
    assert [(element.kind, element.text) for element in document if element.kind != "Document"] == [
        ("H1", "a"),
        ("H2", "b"),
        ("H3", "c"),
        ("H2", "d"),
        ("H3", "e"),
    ]


PICTURE = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><path d='M0 0h40v20z'/></svg>"
)


def test_a_figure_says_what_it_shows_and_where() -> None:
    body = f'<figure><img alt="A bay" src="{PICTURE}"/><figcaption>The bay</figcaption></figure>'
    css = "figure { margin: 0 } img { display: block; margin-left: 20px }"
    document = tagged(body, css)
    assert document.shape == "Document(Div(Figure Caption))"
    figure = document.one("Figure")
    assert figure.says("Alt") == "A bay"
    # 30 px from the left, 10 px from the top of a page 90 pt high; 40 × 20 px.
    assert figure.entry["/A"]["/BBox"] == pytest.approx([22.5, 67.5, 52.5, 82.5])


def test_a_rotated_figure_says_where_it_is_seen() -> None:
    body = f'<img alt="A bay" src="{PICTURE}"/>'
    css = "img { display: block; transform: rotate(90deg) translate(0, -10px); transform-origin: 0 0 }"
    left, bottom, right, top = tagged(body, css).one("Figure").entry["/A"]["/BBox"]
    assert (right - left, top - bottom) == pytest.approx((15.0, 30.0))


def test_a_picture_without_words_is_no_content() -> None:
    document = tagged(f'<p>a</p><img alt="" src="{PICTURE}"/>')
    assert document.shape == "Document(P)"


def all_in_one_bracket(data: bytes) -> bool:
    """Tell whether all that the pages draw is content or artifact, and nothing both."""
    depth, painting = 0, {"TJ", "Tj", "f", "f*", "S", "Do"}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for step in pikepdf.parse_content_stream(page):
                operator = str(step.operator)
                depth += (operator in {"BDC", "BMC"}) - (operator == "EMC")
                if not 0 <= depth <= 1 or (depth == 0 and operator in painting):
                    return False
    return depth == 0


def test_margins_leaders_and_underlines_are_no_content_of_their_own() -> None:
    css = (
        "@page { @top-center { content: 'Head' } @bottom-center { content: counter(page) } }"
        " i::after { content: leader('. ') '7' } u { text-decoration: underline }"
    )
    data = written("<p><i>Entry</i></p><p><u>under</u> line</p>", css)
    document = tree(data)
    assert [element.text for element in document.all("P")] == ["Entry 7", "under line"]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    assert b"/Pagination/Subtype/Header" in content
    assert b"/Pagination/Subtype/Footer" in content
    assert all_in_one_bracket(data)


def test_a_link_in_a_running_head_is_held_though_its_words_are_not() -> None:
    css = "@page { @top-left { content: element(head) } } header { position: running(head) }"
    document = tagged(f"<header><a href='https://example.org/'>Home</a></header>{LONG}", css)
    links = document.all("Link")
    assert [link.links for link in links] == [1, 1]
    assert {link.text for link in links} == {""}
    assert "Home" not in "".join(element.text for element in document)


def test_a_large_initial_stays_in_its_paragraph_and_its_word() -> None:
    css = "span { float: left; font-size: 30px; line-height: 40px }"
    document = tagged(f"<p><span>T</span>{LINE * 6}</p>", css)
    assert document.shape == "Document(P)"
    assert document.one("P").text.startswith("T The lead")


def test_an_abbreviation_says_what_it_stands_for() -> None:
    document = tagged("<p>At <abbr title='Port Ravel'>P. R.</abbr> or <abbr>N. N.</abbr></p>")
    assert document.shape == "Document(P(Span))"
    assert document.one("Span").says("E") == "Port Ravel"


def test_what_is_half_transparent_is_content_of_the_page() -> None:
    css = "section, b, div { opacity: 0.5; background: red; border: 1px solid } div { height: 9px }"
    data = written(f"<p>a <u>b</u></p><section><p>Faint <b>text</b></p></section><div></div><p>{LINE * 9}</p>", css)
    assert tree(data).shape == "Document(P Sect(P) P)"
    assert all_in_one_bracket(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        groups = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
        assert len(groups) == 3
        assert all(b"BDC" not in group.read_bytes() and b"BMC" not in group.read_bytes() for group in groups)


def test_contents_are_a_table_of_contents() -> None:
    body = (
        "<nav><ol><li><a href='#x'>Part <book-page>9</book-page></a>"
        "<ol><li><a href='#x'>One</a><p>by Ada</p></li></ol></li></ol></nav><h1 id='x'>Part</h1>"
    )
    shape = tagged(body, "ol { list-style: none }").shape
    assert shape == "Document(TOC(TOCI(Reference(Link(Lbl)) TOC(TOCI(Reference(Link) P)))) H1)"


def test_every_number_leads_to_its_element_and_back() -> None:
    body = LONG + f"<p>{LINE * 3}<a href='https://example.org/'>{LINE * 3}</a>{note('Of it.')}</p>" + LONG
    with pikepdf.open(io.BytesIO(written(body, NOTE))) as pdf:
        root = pdf.Root.StructTreeRoot
        assert len(root.K) == 1
        numbers = root.ParentTree.Nums
        table = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        assert list(table) == sorted(table)
        assert [int(page.StructParents) for page in pdf.pages] == list(range(len(pdf.pages)))
        for page in pdf.pages:
            for mcid, element in enumerate(table[int(page.StructParents)]):
                assert mcid in _contents(element, page.obj)
            for link in page.get("/Annots", []):
                held = table[int(link.StructParent)].K
                assert any(
                    isinstance(k, pikepdf.Dictionary) and k.get("/Obj") is not None and k.Obj.objgen == link.objgen
                    for k in held
                )


def _contents(element: pikepdf.Object, page: pikepdf.Object) -> list[int]:
    kids = element.K
    found = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/Type") == "/MCR" and kid.Pg.objgen == page.objgen:
                found.append(int(kid.MCID))
        elif element.Pg.objgen == page.objgen:
            found.append(int(kid))
    return found


def test_without_tags_nothing_is_marked() -> None:
    data = written(LONG, pdf_tags=False)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert b"BDC" not in pdf.pages[0].Contents.read_bytes()


def test_the_same_pages_have_the_same_tree() -> None:
    body = LONG + f"<ul><li>{note('A note.')}</li></ul>"
    first, second = tagged(body, NOTE), tagged(body, NOTE)
    assert _flat(first) == _flat(second)


def _flat(document: Element) -> list[tuple[str, object, object]]:
    return [(element.kind, element.words, element.entry) for element in document]
