// The preview: contents, printed pages and the EPUB, kept up to date by server-sent events.
// Everything shown lies behind relative addresses, so that the key in the page's own address opens it.

const $ = id => document.getElementById(id)
const DEVICES = { phone: [390, 780], reader: [560, 760], tablet: [820, 1100] }
const FRAMES = { phone: [18, 18], reader: [30, 49], tablet: [32, 32] }
const STAGES = { read: 'Reading the manuscript', compose: 'Composing', typeset: 'Setting', epub: 'Making the EPUB', pdf: 'Laying out the pages', publish: 'Writing' }
const STILL = matchMedia('(prefers-reduced-motion: reduce)')

// ---- what is remembered from one visit to the next -----------------------------------------------

const memory = {
  get(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(name)) ?? otherwise } catch { return otherwise }
  },
  set(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)) } catch { /* a browser that keeps nothing */ }
  },
}

const make = (name, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(name), attributes)
  element.append(...children)
  return element
}

// ---- the book ------------------------------------------------------------------------------------

const book = { title: '', rows: [], byId: new Map(), byDocument: new Map() }

function takeBook(fact) {
  book.title = fact.title
  book.rows = fact.rows
  book.byId = new Map(fact.rows.map(row => [row.id, row]))
  book.byDocument = new Map(fact.rows.map(row => [row.document, row]))
  $('title').textContent = fact.title
  $('title').lang = fact.language
  document.title = `${fact.title} – preview`
  contents.draw(fact.language)
}

/** Show the section `id` in both views. */
function goTo(id) {
  const row = book.byId.get(id)
  if (!row) return
  paper.toSection(id)
  screen.open(row.document)
  contents.mark(id)
}

// ---- contents ------------------------------------------------------------------------------------

const contents = {
  current: null,
  drawn: '',

  draw(language) {
    const shown = book.rows.filter(row => row.level > 0)
    const text = JSON.stringify(shown)
    if (text === this.drawn) return
    this.drawn = text
    $('rows').lang = language
    $('rows').replaceChildren(...shown.map(row => this.line(row)))
    this.number()
    this.filter()
    if (this.current) this.mark(this.current, false)
  },

  line(row) {
    const group = row.kind === 'part' ? 'part' : row.kind === 'episode' ? 'episode' : 'matter'
    const button = make('button', { type: 'button' })
    if (group === 'episode') button.append(make('span', { className: 'number', textContent: row.number ?? '' }))
    button.append(make('span', { className: 'name', textContent: row.title, dir: 'auto' }), make('span', { className: 'page' }))
    button.title = [row.title, row.date].filter(Boolean).join(' · ')
    button.addEventListener('click', () => goTo(row.id))
    const line = make('li', { className: group }, button)
    line.dataset.id = row.id
    return line
  },

  /** Write the page of each line. */
  number() {
    for (const line of $('rows').children) {
      const page = paper.starts.get(line.dataset.id)
      line.querySelector('.page').textContent = page === undefined ? '' : paper.labels[page]
    }
  },

  /** Put a mark at the sections that have errors. */
  blame(sections) {
    for (const line of $('rows').children) line.classList.toggle('wrong', sections.has(line.dataset.id))
  },

  /** Show for a while which sections have just changed. */
  freshen(sections) {
    for (const line of $('rows').children) line.classList.toggle('fresh', sections.has(line.dataset.id))
  },

  mark(id, scroll = true) {
    this.current = id
    for (const old of $('rows').querySelectorAll('[aria-current]')) old.removeAttribute('aria-current')
    const button = $('rows').querySelector(`li[data-id="${CSS.escape(id)}"] button`)
    if (!button) return
    button.setAttribute('aria-current', 'true')
    if (scroll) button.scrollIntoView({ block: 'nearest', behavior: STILL.matches ? 'auto' : 'smooth' })
  },

  filter() {
    const wanted = $('filter').value.trim().toLocaleLowerCase()
    let found = 0
    for (const line of $('rows').children) {
      const row = book.byId.get(line.dataset.id)
      const hit = !wanted || [row.title, row.number, row.date].some(text => String(text ?? '').toLocaleLowerCase().includes(wanted))
      line.hidden = !hit
      found += hit
    }
    $('no-rows').hidden = Boolean(found) || !book.rows.length
  },
}

// ---- pages of paper ------------------------------------------------------------------------------

const paper = {
  labels: [], sections: [], starts: new Map(), proportion: 5.5 / 8.5, version: 0,
  index: 0, // the page that was gone to; the spread is the one it lies in
  pictures: new Map(), // page -> { tag, url, width, words, version }
  sides: { verso: -1, recto: -1 },

  take(fact) {
    if (fact.version === this.version) return // told again after the line was broken
    const place = this.place()
    this.labels = fact.labels
    this.sections = fact.runs.flatMap(([section, length]) => Array(length).fill(section))
    this.starts = new Map(Object.entries(fact.starts))
    this.proportion = fact.proportion
    const first = !this.version
    this.version = fact.version
    this.index = this.find(place ?? memory.get('place', null) ?? { section: '', page: 0 })
    contents.number()
    $('no-pages').hidden = true
    $('of').textContent = `of ${this.labels.at(-1) ?? 0}`
    this.show({ quiet: true })
    if (first) this.follow()
  },

  /** Where the reader is, in words that outlast a change of the pages. */
  place() {
    if (!this.labels.length) return null
    const section = this.sections[this.index]
    return { section, page: this.index - (this.starts.get(section) ?? 0), index: this.index }
  },

  find({ section, page, index = 0 }) {
    const start = this.starts.get(section)
    const found = start === undefined ? index : start + page
    return Math.max(0, Math.min(found, this.labels.length - 1))
  },

  toSection(id) {
    const page = this.starts.get(id)
    if (page !== undefined) this.to(page, false)
  },

  to(index, follow = true) {
    if (!this.labels.length) return
    this.index = Math.max(0, Math.min(index, this.labels.length - 1))
    memory.set('place', this.place())
    this.show({})
    if (follow) this.follow()
  },

  /** Let contents and screen come along. */
  follow() {
    const id = this.sections[this.index]
    if (!id || id === contents.current) return
    contents.mark(id)
    const row = book.byId.get(id)
    if (row && screen.linked) screen.open(row.document)
  },

  turn(by) {
    const verso = this.index % 2 ? this.index : this.index - 1
    const last = this.labels.length - 1
    const next = verso + 2 * by
    if (next > last || (by < 0 && verso < 1)) return
    this.to(Math.max(0, next))
  },

  /** Lay out the spread that `index` lies in. `quiet`: the reader did not ask, so mark what has changed. */
  async show({ quiet = false }) {
    const verso = this.index % 2 ? this.index : this.index - 1
    const pages = { verso, recto: verso + 1 }
    this.sides = pages
    const names = Object.values(pages).filter(page => this.labels[page] !== undefined)
    const first = this.labels[names[0]], last = this.labels[names.at(-1)]
    if (document.activeElement !== $('label')) $('label').value = first === last ? first : `${first}–${last}`
    $('label').removeAttribute('aria-invalid')
    $('back').disabled = verso < 1
    $('on').disabled = verso + 2 >= this.labels.length
    this.measure()
    await Promise.all(Object.entries(pages).map(([side, page]) => this.put(side, page, quiet)))
    this.prepare(verso)
  },

  measure() {
    const room = $('spread'), style = getComputedStyle(room)
    const wide = room.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    const high = room.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)
    const width = Math.max(60, Math.floor(Math.min(wide / 2, high * this.proportion)))
    for (const side of ['verso', 'recto']) {
      $(side).style.width = `${width}px`
      $(side).style.height = `${Math.round(width / this.proportion)}px`
    }
    this.width = Math.min(3200, Math.max(48, Math.round(width * Math.min(devicePixelRatio, 3))))
  },

  async put(side, page, quiet) {
    const leaf = $(side), there = this.labels[page] !== undefined
    leaf.hidden = false
    leaf.classList.toggle('void', !there)
    if (!there) return
    const before = leaf.dataset.tag, same = leaf.dataset.page === String(page) && leaf.dataset.width === String(this.width)
    let picture
    try { picture = await this.picture(page) } catch { return } // the next version is on its way
    if (this.sides[side] !== page) return
    const image = leaf.querySelector('img'), name = `Page ${this.labels[page]}`
    if (image.src !== picture.url) {
      const ahead = new Image()
      ahead.src = picture.url
      await ahead.decode().catch(() => {})
      if (this.sides[side] !== page) return
      image.src = picture.url
    }
    image.alt = name
    leaf.dataset.page = page
    leaf.dataset.tag = picture.tag
    leaf.dataset.width = picture.width
    leaf.dataset.version = picture.version
    leaf.querySelector('figcaption').textContent = picture.words
    if (quiet && same && before && before !== picture.tag) this.flash(leaf)
  },

  flash(leaf) {
    leaf.classList.remove('changed')
    void leaf.offsetWidth
    leaf.classList.add('changed')
    setTimeout(() => leaf.classList.remove('changed'), 2000)
  },

  /** Return the picture of a page as it now is; the browser asks whether it has changed. */
  async picture(page, ahead = false) {
    const known = this.pictures.get(page), version = this.version, width = this.width
    if (known && known.version === version && known.width === width) return known
    const [answer, words] = await Promise.all([fetch(`page/${page}.png?width=${width}${ahead ? '&ahead' : ''}`), fetch(`page/${page}.txt`)])
    if (!answer.ok || !words.ok) throw new Error(`page ${page}: ${answer.status}`)
    const tag = answer.headers.get('etag')
    const picture = known && known.tag === tag && known.width === width
      ? { ...known, version, words: await words.text() }
      : { tag, url: URL.createObjectURL(await answer.blob()), width, words: await words.text(), version }
    this.keep(page, picture)
    return picture
  },

  keep(page, picture) {
    const old = this.pictures.get(page)
    this.pictures.delete(page)
    this.pictures.set(page, picture)
    const gone = old && old.url !== picture.url ? [old] : []
    for (const [other, kept] of this.pictures) {
      if (this.pictures.size <= 14) break
      this.pictures.delete(other)
      gone.push(kept)
    }
    setTimeout(() => gone.forEach(({ url }) => URL.revokeObjectURL(url)), 4000)
  },

  /** Fetch the spread after this one and the one before, when there is time. */
  prepare(verso) {
    clearTimeout(this.later)
    this.later = setTimeout(async () => {
      for (const page of [verso + 2, verso + 3, verso - 2, verso - 1]) {
        if (this.labels[page] === undefined || this.sides.verso !== verso) continue
        try { await this.picture(page, true) } catch { return }
      }
    }, 180)
  },

  /** Go to the page that `text` names. */
  named(text) {
    const wanted = text.trim().toLocaleLowerCase().split(/[–-]/)[0]
    const page = this.labels.findIndex(label => label.toLocaleLowerCase() === wanted)
    if (page < 0) return false
    this.to(page)
    return true
  },
}

// ---- the screen ----------------------------------------------------------------------------------

const screen = {
  documents: {}, rest: 0, document: null, frame: null, linked: true, night: false, device: 'reader',

  take(fact) {
    const changed = fact.documents[this.document] !== this.documents[this.document] || fact.rest !== this.rest
    const known = Object.keys(this.documents).length
    const fresh = Object.keys(fact.documents).filter(name => known && fact.documents[name] !== this.documents[name])
    contents.freshen(new Set(fresh.map(name => book.byDocument.get(name)?.id)))
    this.documents = fact.documents
    this.rest = fact.rest
    this.version = fact.version
    $('no-screen').hidden = true
    if (this.document === null || !(this.document in this.documents)) {
      const row = book.byId.get(contents.current) ?? book.byId.get(memory.get('place', {})?.section) ?? book.rows.find(({ level }) => level > 0)
      this.open(row && row.document in this.documents ? row.document : Object.keys(this.documents)[0])
    } else if (changed) {
      this.load(this.document, this.spot())
    }
  },

  /** Show the document `name` from its beginning. */
  open(name) {
    if (!name || !(name in this.documents)) return
    if (name !== this.document || this.spot()?.away) this.load(name, null)
  },

  /** Load a document behind the one that is shown, and change them when it is ready: nothing flickers. */
  load(name, spot) {
    this.document = name
    $('device').querySelectorAll('iframe.coming').forEach(frame => frame.remove())
    const frame = make('iframe', { className: 'coming', title: `${book.byDocument.get(name)?.title ?? name} on the screen` })
    frame.setAttribute('sandbox', 'allow-same-origin')
    frame.addEventListener('load', () => this.loaded(frame, spot))
    frame.src = `book/${name}?v=${this.version}`
    $('device').append(frame)
  },

  async loaded(frame, spot) {
    const page = frame.contentDocument
    if (!page?.documentElement) return
    await this.addReaderStyles(page)
    if (!frame.isConnected || frame.contentDocument !== page) return // something newer has come meanwhile
    page.documentElement.classList.toggle('night', this.night)
    if (frame.classList.contains('coming')) {
      this.restore(page, spot)
      this.frame?.remove()
      this.frame = frame
      frame.classList.remove('coming')
    } else if (frame === this.frame) {
      this.went(decodeURIComponent(page.location.pathname.split('/book/')[1] ?? ''))
    }
    page.addEventListener('keydown', press)
    page.addEventListener('click', leave)
  },

  /** A link in the book, or a list of contents in it, was followed to another document. */
  went(name) {
    if (!name || name === this.document) return
    this.document = name
    const row = book.byDocument.get(name)
    if (!row) return
    this.frame.title = `${row.title} on the screen`
    contents.mark(row.id)
    if (this.linked) paper.toSection(row.id)
  },

  addReaderStyles(page) {
    page.documentElement.classList.toggle('night', this.night)
    const link = page.createElementNS('http://www.w3.org/1999/xhtml', 'link')
    const ready = new Promise(done => { link.onload = link.onerror = done; setTimeout(done, 300) })
    link.setAttribute('rel', 'stylesheet')
    link.setAttribute('href', new URL('reader.css', location.href).href)
    page.head?.append(link)
    return ready
  },

  blocks: page => [...page.querySelectorAll('h1, h2, h3, h4, p, li, blockquote, figure, table, pre')],

  /** Where the reader is in the document: the first paragraph that can be seen, and where on the screen it stands. */
  spot() {
    const page = this.frame?.contentDocument
    if (!page?.body) return null
    const blocks = this.blocks(page)
    const at = blocks.findIndex(block => block.getBoundingClientRect().bottom > 4)
    if (at < 0) return null
    return { at, text: blocks[at].textContent, top: blocks[at].getBoundingClientRect().top, away: page.documentElement.scrollTop > 0 }
  },

  restore(page, spot) {
    if (!spot?.away) return
    const blocks = this.blocks(page)
    const near = blocks.map((block, at) => [Math.abs(at - spot.at), block]).filter(([, block]) => block.textContent === spot.text)
    const block = near.sort(([one], [other]) => one - other)[0]?.[1] ?? blocks[Math.min(spot.at, blocks.length - 1)]
    if (block) page.documentElement.scrollTop += block.getBoundingClientRect().top - spot.top
  },

  /** Draw the device as large as there is room. */
  measure() {
    const [width, height] = DEVICES[this.device], [beside, above] = FRAMES[this.device]
    const room = $('stage'), style = getComputedStyle(room)
    const wide = room.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    const high = room.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)
    const scale = Math.min(1, wide / (width + beside))
    const tall = Math.min(height + above, high / scale)
    Object.assign($('device').style, { width: `${width + beside}px`, height: `${Math.max(120, tall)}px`, transform: `translate(-50%, -50%) scale(${scale})` })
  },

  setDevice(device) {
    const spot = this.spot()
    this.device = device
    memory.set('device', device)
    $('screen').dataset.device = device
    for (const button of document.querySelectorAll('button[data-device]')) button.setAttribute('aria-pressed', button.dataset.device === device)
    this.measure()
    if (this.frame?.contentDocument) this.restore(this.frame.contentDocument, spot)
  },

  setNight(night) {
    this.night = night
    memory.set('night', night)
    $('night').setAttribute('aria-pressed', night)
    $('device').classList.toggle('night', night)
    this.frame?.contentDocument?.documentElement.classList.toggle('night', night)
  },

  setLinked(linked) {
    this.linked = linked
    memory.set('linked', linked)
    $('link').setAttribute('aria-pressed', linked)
  },
}

// ---- status and findings -------------------------------------------------------------------------

function takeStatus(fact) {
  clearTimeout(takeStatus.later)
  const first = !paper.version && !Object.keys(screen.documents).length
  if (fact.state !== 'building') return tellStatus(fact)
  takeStatus.later = setTimeout(() => tellStatus(fact), first ? 0 : 350) // a quick build says nothing on its way
}

function tellStatus(fact) {
  const saved = fact.saved?.length ? (fact.saved.length > 2 ? `${fact.saved.length} files` : fact.saved.join(', ')) : ''
  const texts = {
    building: `${STAGES[fact.stage] ?? `Making ${fact.stage}`} …`,
    done: `${saved ? `${saved}: ` : ''}up to date in ${fact.seconds?.toFixed(1)} s`,
    broken: 'The book has errors; the last good pages stay',
    stopped: 'The builder has stopped; it is started again at the next save',
    gone: 'The preview was closed at the terminal',
  }
  $('lamp').dataset.state = fact.state
  if ($('status').textContent !== texts[fact.state]) $('status').textContent = texts[fact.state]
  const bar = $('progress')
  bar.hidden = fact.state !== 'building'
  if (fact.whole) {
    bar.value = fact.done / fact.whole
    $('no-pages').textContent = `The pages are being laid out: ${fact.done} of ${fact.whole} sections.`
  } else {
    bar.removeAttribute('value')
  }
}

function takeFindings({ findings }) {
  const kinds = [['error', 'errors'], ['warning', 'warnings'], ['note', 'notes']]
  const counts = kinds.map(([one, many]) => [one, many, findings.filter(({ severity }) => severity === one).length])
  const told = counts.filter(([, , count]) => count)
  $('counts').replaceChildren(...(told.length
    ? told.map(([one, many, count]) => make('span', { className: one, textContent: `${count} ${count === 1 ? one : many}` }))
    : ['nothing to remark']))
  $('findings-list').replaceChildren(...findings.map(findingLine))
  contents.blame(new Set(findings.filter(({ severity }) => severity === 'error').map(({ section }) => section)))
  const errors = findings.some(({ severity }) => severity === 'error')
  if (errors && !takeFindings.errors) showFindings(true)
  if (!errors && takeFindings.errors) showFindings(false)
  takeFindings.errors = errors
}

function findingLine({ code, severity, message, hints, place, section }) {
  const where = section && book.byId.has(section)
    ? make('button', { type: 'button', className: 'place', textContent: place, title: 'Show this section' })
    : make('span', { className: 'place', textContent: place })
  where.addEventListener('click', () => section && goTo(section))
  const what = make('div', {}, make('p', { textContent: message, dir: 'auto' }), where)
  what.append(...hints.map(hint => make('p', { className: 'hint', textContent: hint })))
  const weight = make('span', { className: `weight ${severity}`, textContent: severity })
  return make('li', {}, weight, what, make('span', { className: 'code', textContent: code }))
}

function showFindings(open) {
  $('findings-toggle').setAttribute('aria-expanded', open)
  $('findings-list').hidden = !open
}

function showContents(open) {
  document.body.dataset.contents = open ? 'open' : 'shut'
  $('contents-toggle').setAttribute('aria-expanded', open)
  memory.set('contents', open)
}

function showView(view) {
  document.body.dataset.view = view
  memory.set('view', view)
  for (const button of document.querySelectorAll('.head [data-view]')) button.setAttribute('aria-pressed', button.dataset.view === view)
}

// ---- keys ----------------------------------------------------------------------------------------

const KEYS = {
  ArrowLeft: () => paper.turn(-1), ArrowRight: () => paper.turn(1),
  PageUp: () => paper.turn(-1), PageDown: () => paper.turn(1),
  Home: () => paper.to(0), End: () => paper.to(paper.labels.length - 1),
  g: () => $('label').select(), '/': () => { showContents(true); $('filter').select() },
  c: () => showContents($('contents-toggle').getAttribute('aria-expanded') !== 'true'),
  f: () => showFindings($('findings-list').hidden),
  1: () => screen.setDevice('phone'), 2: () => screen.setDevice('reader'), 3: () => screen.setDevice('tablet'),
  n: () => screen.setNight(!screen.night), l: () => screen.setLinked(!screen.linked),
  '?': () => $('help').showModal(),
}
const SCROLLING = new Set(['PageUp', 'PageDown', 'Home', 'End'])

function press(event) {
  const inBook = event.target.ownerDocument !== document
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || $('help').open) return
  if (event.target.closest?.('input') || (inBook && SCROLLING.has(event.key))) return
  const act = KEYS[event.key]
  if (!act) return
  event.preventDefault()
  act()
}

/** A link out of the book opens a tab of its own: nothing from elsewhere is shown in here. */
function leave(event) {
  const link = event.target.closest?.('a[href]')
  if (!link || new URL(link.href).origin === location.origin) return
  event.preventDefault()
  if (/^(https?|mailto):/.test(link.href)) open(link.href, '_blank', 'noopener,noreferrer')
}

// ---- listening -----------------------------------------------------------------------------------

let events
function listen() {
  events?.close()
  events = new EventSource(`events?first=${document.body.dataset.view === 'screen' ? 'screen' : 'print'}`)
  const takers = { book: takeBook, print: fact => paper.take(fact), screen: fact => screen.take(fact), findings: takeFindings, status: takeStatus }
  for (const [name, take] of Object.entries(takers)) events.addEventListener(name, event => take(JSON.parse(event.data)))
  events.addEventListener('error', () => { clearTimeout(takeStatus.later); tellStatus({ state: 'gone' }) })
}

function begin() {
  showView(memory.get('view', 'both'))
  showContents(memory.get('contents', innerWidth > 760))
  screen.setDevice(memory.get('device', 'reader'))
  screen.setNight(memory.get('night', false))
  screen.setLinked(memory.get('linked', true))
  document.addEventListener('keydown', press)
  $('contents-toggle').addEventListener('click', () => KEYS.c())
  $('findings-toggle').addEventListener('click', () => KEYS.f())
  $('help-button').addEventListener('click', () => KEYS['?']())
  $('back').addEventListener('click', () => paper.turn(-1))
  $('on').addEventListener('click', () => paper.turn(1))
  $('night').addEventListener('click', () => KEYS.n())
  $('link').addEventListener('click', () => KEYS.l())
  $('verso').addEventListener('click', () => paper.turn(-1))
  $('recto').addEventListener('click', () => paper.turn(1))
  $('filter').addEventListener('input', () => contents.filter())
  $('filter').addEventListener('keydown', event => {
    if (event.key === 'Enter') $('rows').querySelector('li:not([hidden]) button')?.click()
    if (event.key === 'Escape') { $('filter').value = ''; contents.filter(); $('filter').blur() }
  })
  $('label').addEventListener('focus', () => $('label').select())
  $('label').addEventListener('blur', () => paper.labels.length && paper.show({}))
  $('go').addEventListener('submit', event => {
    event.preventDefault()
    if (paper.named($('label').value)) $('label').blur()
    else $('label').setAttribute('aria-invalid', 'true')
  })
  for (const button of document.querySelectorAll('button[data-device]')) button.addEventListener('click', () => screen.setDevice(button.dataset.device))
  for (const button of document.querySelectorAll('.head [data-view]')) button.addEventListener('click', () => { showView(button.dataset.view); listen() })
  let resized
  new ResizeObserver(() => { clearTimeout(resized); paper.measure(); screen.measure(); resized = setTimeout(() => paper.labels.length && paper.show({}), 120) }).observe($('print'))
  new ResizeObserver(() => screen.measure()).observe($('stage'))
  listen()
}

begin()
