"""What people did for a book: MARC relator codes (id.loc.gov/vocabulary/relators) and English words for them."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "adapter": "adp",
    "afterword": "aft",
    "annotator": "ann",
    "artist": "art",
    "author": "aut",
    "book designer": "bkd",
    "cartographer": "ctg",
    "collaborator": "ctb",
    "colorist": "clr",
    "commentator": "cmm",
    "compiler": "com",
    "composer": "cmp",
    "compositor": "cmt",
    "consultant": "csl",
    "contributor": "ctb",
    "copyright holder": "cph",
    "corrector": "crr",
    "cover designer": "cov",
    "dedicatee": "dte",
    "designer": "dsr",
    "editor": "edt",
    "engraver": "egr",
    "foreword": "aui",
    "funder": "fnd",
    "illustrator": "ill",
    "interviewee": "ive",
    "interviewer": "ivr",
    "introduction": "aui",
    "narrator": "nrt",
    "photographer": "pht",
    "preface": "aui",
    "proofreader": "pfr",
    "publisher": "pbl",
    "redactor": "red",
    "researcher": "res",
    "reviewer": "rev",
    "sponsor": "spn",
    "transcriber": "trc",
    "translator": "trl",
    "type designer": "tyd",
    "typesetter": "cmt",
    "writer": "aut",
}

CODES: frozenset[str] = frozenset(
    """
    abr acp act adi adp aft anl anm ann ant ape apl app aqt arc ard arr art asg asn ato att auc aud aui aus aut
    bdd bjd bkd bkp blw bnd bpd brd brl bsl cas ccp chr cli cll clr clt cmm cmp cmt cnd cng cns coe col com con
    cor cos cot cou cov cpc cpe cph cpl cpt cre crp crr crt csl csp cst ctb cte ctg ctr cts ctt cur cwt dbp dfd
    dfe dft dgc dgg dgs dis dln dnc dnr dpc dpt drm drt dsr dst dtc dte dtm dto dub edc edm edt egr elg elt eng
    enj etr evp exp fac fds fld flm fmd fmk fmo fmp fnd fpy frg gis grt his hnr hst ill ilu ins inv isb itr ive
    ivr jud jug lbr lbt ldr led lee lel len let lgd lie lil lit lsa lse lso ltg lyr mcp mdc med mfp mfr mod mon
    mrb mrk msd mte mtk mus nrt opn org orm osp oth own pan pat pbd pbl pdr pfr pht plt pma pmn pop ppm ppt pra
    prc prd pre prf prg prm prn pro prp prs prt prv pta pte ptf pth ptt pup rbr rcd rce rcp rdd red ren res rev
    rpc rps rpt rpy rse rsg rsp rsr rst rth rtm sad sce scl scr sds sec sgd sgn sht sll sng spk spn spy srv std
    stg stl stm stn str tcd tch ths tld tlp trc trl tyd tyg uvp vac vdg voc wac wal wam wat wdc wde win wit wpr
    wst
    """.split()
)


def relator(text: str) -> str:
    """Return the relator code for a code or an English word. Raise `KeyError` for anything else."""
    word = " ".join(text.replace("-", " ").split()).casefold()
    return word if word in CODES else WORDS[word]
