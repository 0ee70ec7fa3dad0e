import type { TestContext } from 'node:test'
import { type FakeApi, startFakeApi } from './fake-api.ts'

/** A webhook on loopback that takes everything. */
export async function startChat(t: TestContext): Promise<FakeApi> {
  const server = await startFakeApi()
  t.after(() => server.close())
  server.otherwise = { status: 200, body: 'ok' }
  return server
}

/** The configuration of a channel `chat` to it. */
export function chatChannel(server: FakeApi, more = ''): string {
  return `  channels: { chat: { webhook: { url: '${server.url}/hook', allow: 127.0.0.1 }${more} } }`
}

/** A rule that tells it everything from severity low on. */
export const CHAT_RULE = '  rules: [{ name: all, to: chat, severity: low, wait: 1m, every: 30m }]'

/** What the webhook was told: the reason and the incident. */
export function toldTo(server: FakeApi): readonly string[] {
  return server.requests.map(({ json }) => {
    const { data } = Object(json)
    return `${data.reason} ${data.incident?.id ?? data.count ?? ''}`.trim()
  })
}
