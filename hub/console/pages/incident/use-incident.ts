import { useEffect, useMemo } from 'preact/hooks'
import type { IncidentAnswer } from '../../../contract/incident-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import type { Answer } from '../../state/answer.ts'
import { live } from '../../state/live.ts'
import { paced } from '../../state/standing.ts'
import { HeldIncident } from './held-incident.ts'

/** How often it is asked again while nothing is told of it, in milliseconds. */
const LATE = 30_000

/** An incident that is followed for as long as its page is open. */
export function useIncident(id: string): { readonly answer: Answer<IncidentAnswer>; readonly held: HeldIncident } {
  const answer = useAnswer<IncidentAnswer>(`/api/v1/incidents/${encodeURIComponent(id)}`)
  const held = useMemo(() => new HeldIncident(), [])
  const { value } = answer.known.value
  useEffect(() => {
    if (value !== undefined) held.come(value)
  }, [value])
  useEffect(() => {
    const again = paced(() => answer.again())
    const deaf = live.hearIncidents((incident) => {
      if (incident === undefined || String(incident.id) === id) again()
    })
    const timer = setInterval(() => (document.hidden ? undefined : again()), LATE)
    return () => {
      deaf()
      clearInterval(timer)
    }
  }, [id])
  return { answer, held }
}
