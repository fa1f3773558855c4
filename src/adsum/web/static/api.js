// The one module that talks to the server.
const KEY = "adsum.token";
export const signedIn = () => sessionStorage.getItem(KEY) !== null;
export const keep = (token) => sessionStorage.setItem(KEY, token);
export const drop = () => sessionStorage.removeItem(KEY);

export async function call(method, path, body) {
  const headers = {};
  const token = sessionStorage.getItem(KEY);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body && !(body instanceof FormData)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { method, headers, body });
  } catch {
    throw new Error("The server cannot be reached. Is it still running?");
  }
  if (response.status === 204) return null;
  const answer = await response.json();
  if (response.ok || answer.parts) return answer;
  if (answer.code.startsWith("session.")) drop();
  const detail = answer.detail.charAt(0).toUpperCase() + answer.detail.slice(1);
  throw Object.assign(new Error(`${detail}. ${answer.remedy ?? ""}`), { code: answer.code });
}
