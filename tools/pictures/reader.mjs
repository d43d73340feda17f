// Open an EPUB in foliate-js in headless Chromium and photograph one section.
// node reader.mjs URL SECTION OUT.png WIDTH HEIGHT
import { chromium } from 'playwright-core'

const [url, section, out, width, height] = process.argv.slice(2)
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })
const page = await browser.newPage({ viewport: { width: +width, height: +height } })
await page.goto(url)
await page.waitForFunction(() => globalThis.reader?.view?.book?.sections?.length)
await page.waitForTimeout(2000)
await page.evaluate(async index => { await globalThis.reader.view.goTo(index) }, +section)
await page.waitForTimeout(1500)
await page.screenshot({ path: out })
await browser.close()
