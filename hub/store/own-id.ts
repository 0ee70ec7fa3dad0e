import { digest } from '../../lib/event/digest.ts'

/**
 * The id of an event that its agent's id cannot name: that is of another form, or another agent's event has it. It
 * begins with `~`, which no id of agents does, and the agent's number goes into it: nobody else can take it.
 */
export function ownId(agent: number, id: string): string {
  return `~${digest(`${agent}`, 'id', id)}`
}
