import type { Route } from '../../http/route.ts'
import { maySee } from '../../people/rights.ts'
import { newestEvents } from '../../store/ask/newest-events.ts'
import { endingSoon } from '../clock-ahead.ts'
import { showEvents } from '../event-shape.ts'
import { agentAsked, listQuery, pageOf } from './list-query.ts'

/** `GET /api/reports`: what was reported, as App::Spoor's `spoor_report_list` reads it. */
export const listReports: Route = {
  method: 'GET',
  path: '/api/reports',
  caller: 'agent or person',
  right: maySee,
  answer: async (request) => {
    const query = listQuery('reports', request)
    const filter = endingSoon(await agentAsked(request, query.of('host')), request)
    const events = await request.store.ask(newestEvents, { ...filter, limit: query.offset + query.records + 1 })
    const { page, metadata } = pageOf(query, events)
    const reports = (await showEvents(request, page)).map(({ id, time, host, type, mailbox_address }) => ({
      id,
      event_time: time,
      host,
      type,
      mailbox_address,
    }))
    return { status: 200, body: { json: { reports, metadata } } }
  },
}
