import type { TestContext } from 'node:test'
import { loginRoute } from '../../hub/api/people/login.ts'
import { logout } from '../../hub/api/people/logout.ts'
import { me } from '../../hub/api/people/me.ts'
import type { Route } from '../../hub/http/route.ts'
import { mayManage } from '../../hub/people/rights.ts'
import type { Store } from '../../hub/store/store.ts'
import { type AskedAnswer, type HubParts, runHub } from './running-hub.ts'
import { NOW } from './stores.ts'

/** A hub in which people sign in, with a clock that tests move. */
export interface LoginScene {
  /** In seconds. */
  now: number
  /** Signs in; further headers as a browser would send them. */
  readonly login: (body: object, headers?: Record<string, string>) => Promise<AskedAnswer>
  readonly ask: (path: string, init?: RequestInit) => Promise<AskedAnswer>
  /** Asks who a cookie belongs to: the name, or the number of the error. */
  readonly whoIs: (cookie: string) => Promise<unknown>
}

const managed: Route = {
  method: 'POST',
  path: '/managed',
  caller: 'person',
  right: mayManage,
  answer: async () => ({ status: 204 }),
}

/** Starts one, with `POST /managed` for admins. */
export async function runLogins(store: Store, context: TestContext, parts: HubParts = {}): Promise<LoginScene> {
  const scene = { now: NOW }
  const clock = { now: () => scene.now * 1000, sleep: async () => undefined }
  const { ask } = await runHub(store, context, { clock, routes: [loginRoute(), logout, me, managed], ...parts })
  return Object.assign(scene, {
    ask,
    login: (body: object, headers: Record<string, string> = {}) =>
      ask('/api/v1/login', { method: 'POST', body: JSON.stringify(body), headers }),
    whoIs: async (cookie: string): Promise<unknown> => {
      const { json } = await ask('/api/v1/me', { headers: { cookie } })
      return fieldOf(json, 'name') ?? fieldOf(json, 'code')
    },
  })
}

/** A field of what was answered. */
export function fieldOf(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? Object.entries(json).find(([key]) => key === name)?.[1] : undefined
}

/** The cookie that an answer gives, as a browser sends it back. */
export function cookieOf({ headers }: AskedAnswer): string {
  return headers.get('set-cookie')?.split(';', 1)[0] ?? ''
}
