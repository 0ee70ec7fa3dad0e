import { request as ask } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { VERSION } from '../../../lib/command-line/version.ts'
import { type Answer, readAnswer } from '../../../lib/http/answers/answer.ts'
import { responseOf } from '../../../lib/http/request.ts'
import type { Gauge, Probe, ProbeResult, ProbeTools, ShownCertificate } from '../probe.ts'
import { openPlace, secured } from '../wire/opened.ts'
import { placeElsewhere, placeInWords } from '../wire/place.ts'
import { connectionFault, ProbeFault, resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { shownCertificate } from '../wire/shown-certificate.ts'
import { type HttpSettings, httpSettings } from './http-settings.ts'

/** The most bytes of a body that are read. */
const LIMIT = 256 * 1024

/** Asks a web server once. */
export const http: Probe<HttpSettings> = {
  name: 'http',
  settings: httpSettings,
  elsewhere: (settings) => (placeElsewhere(placeOf(settings)) === undefined ? undefined : pageOf(settings)),
  async run(settings, tools) {
    const asking = new Asking(settings, tools)
    try {
      const answer = await asking.answer()
      return { ...judged(answer, settings), ...asking.shown }
    } catch (error) {
      return { ...resultOfFault(error), ...asking.shown }
    } finally {
      asking.destroy()
    }
  },
}

function placeOf({ url, address }: HttpSettings): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url)
  // A URL has brackets around an address of IPv6.
  const host = address ?? hostname.replaceAll(/[[\]]/g, '')
  return { host, port: Number(port) || (protocol === 'https:' ? 443 : 80) }
}

/** Its address, without what may be secret in it. */
function pageOf({ url }: HttpSettings): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

/** One question and its answer, with what is measured on the way. */
class Asking {
  readonly #settings: HttpSettings
  readonly #tools: ProbeTools
  readonly #words: string
  #gauges: readonly Gauge[] = []
  #certificate: ShownCertificate | undefined
  #socket: Socket | undefined

  constructor(settings: HttpSettings, tools: ProbeTools) {
    this.#settings = settings
    this.#tools = tools
    this.#words = placeInWords(placeOf(settings))
  }

  get shown(): Pick<ProbeResult, 'gauges' | 'certificate'> {
    return { gauges: this.#gauges, ...(this.#certificate && { certificate: this.#certificate }) }
  }

  destroy(): void {
    this.#socket?.destroy()
  }

  async answer(): Promise<Answer> {
    const { url, method } = this.#settings
    const { signal, elapsed, step } = this.#tools
    const socket = await this.#connected(new URL(url))
    const began = elapsed()
    step?.({ sign: '>', text: said(Buffer.from(`${method} ${url}`), 300) })
    const headers = { 'user-agent': `spoor-agent/${VERSION} (check)`, accept: '*/*' }
    const request = ask(url, { protocol: 'http:', method, headers, signal, createConnection: () => socket }).end()
    try {
      const response = await responseOf(request)
      this.#measure('first_byte_seconds', began)
      step?.({ sign: '<', text: said(Buffer.from(`${response.statusCode} ${response.statusMessage ?? ''}`), 300) })
      const read = elapsed()
      const answer = await readAnswer(response, LIMIT)
      this.#measure('transfer_seconds', read)
      if (signal.aborted) throw new ProbeFault(`${this.#words} did not finish its answer in time`)
      if (isBrokenOff(answer)) throw new ProbeFault(`${this.#words} broke its answer off after ${answer.status}`)
      return answer
    } catch (error) {
      if (error instanceof ProbeFault) throw error
      if (signal.aborted) throw new ProbeFault(`${this.#words} did not answer in time`)
      throw connectionFault(error, this.#words)
    } finally {
      request.on('error', () => undefined).destroy()
    }
  }

  async #connected({ protocol, hostname }: URL): Promise<Socket> {
    const { socket, gauges } = await openPlace(placeOf(this.#settings), this.#tools)
    this.#gauges = gauges
    this.#socket = socket.on('error', () => undefined)
    if (protocol === 'http:') return socket
    const began = this.#tools.elapsed()
    const over: TLSSocket = await secured(socket, hostname.replaceAll(/[[\]]/g, ''), this.#words, this.#tools)
    this.#measure('tls_seconds', began)
    this.#certificate = shownCertificate(over)
    return over
  }

  #measure(name: string, began: number): void {
    this.#gauges = [...this.#gauges, { name, value: (this.#tools.elapsed() - began) / 1000 }]
  }
}

/** Whether the server ended its answer too early, rather than the probe, which reads no more than it needs. */
function isBrokenOff({ complete, status, text }: Answer): boolean {
  // What is no UTF-8 takes more bytes as text, never less. After 101 no text follows.
  return !complete && status !== 101 && Buffer.byteLength(text) < LIMIT
}

function judged(answer: Answer, { url, status, contains, redirect }: HttpSettings): ProbeResult {
  const where = said(Buffer.from(new URL(url).origin))
  const location = answer.headers.location
  const leads = location === undefined ? '' : ` and led to ${said(Buffer.from(location))}`
  const text = `${where} answered with ${answer.status}${leads}`
  if (!status.some(({ from, to }) => answer.status >= from && answer.status <= to))
    return { verdict: 'failed', text: `${text}, not with ${status.map(rangeInWords).join(', ')}` }
  if (redirect !== undefined && !isSame(location, redirect, url))
    return { verdict: 'failed', text: `${text}, not to ${said(Buffer.from(redirect))}` }
  if (contains !== undefined && !answer.text.includes(contains))
    return { verdict: 'failed', text: `${text}, without the text ${said(Buffer.from(contains), 60)}` }
  return { verdict: 'ok', text }
}

function rangeInWords({ from, to }: HttpSettings['status'][number]): string {
  return from === to ? String(from) : `${from}-${to}`
}

function isSame(location: string | undefined, redirect: string, base: string): boolean {
  if (location === undefined || !URL.canParse(location, base) || !URL.canParse(redirect, base)) return false
  return new URL(location, base).href === new URL(redirect, base).href
}
