/** Asks the local system: with POST when there is something to tell. */
export async function ask(path, body) {
  const response = await fetch(path, body ? { method: 'POST', body: JSON.stringify(body) } : {});
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? `status ${response.status}`);
  return answer;
}
