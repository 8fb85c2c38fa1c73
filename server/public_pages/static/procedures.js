// The look-up of procedures as one types. Written for browsers of 2018; without it the form works by itself.
(function () {
  "use strict";
  var form = document.getElementById("look-up");
  var field = document.getElementById("q");
  var list = document.getElementById("found");
  var status = document.getElementById("status");
  var language = form.dataset.lang;
  var asked = 0; // an answer that comes late, after another letter, is not shown
  var waiting = null;

  function show(answer, typed) {
    status.textContent = answer.status;
    var rows = document.createDocumentFragment();
    answer.found.forEach(function (one) {
      var row = document.createElement("li");
      var link = document.createElement("a");
      var name = document.createElement("b");
      link.href = "/thu-tuc/" + one.key + "?lang=" + language + "&q=" + encodeURIComponent(typed);
      name.textContent = one.name;
      link.appendChild(name);
      if (one.service) {
        var service = document.createElement("span");
        service.textContent = one.service;
        link.appendChild(service);
      }
      row.appendChild(link);
      rows.appendChild(row);
    });
    list.textContent = "";
    list.appendChild(rows);
  }

  function look() {
    var mine = ++asked;
    var typed = field.value.trim();
    var query = "lang=" + language + "&q=" + encodeURIComponent(typed);
    fetch("/thu-tuc/found?" + query, { credentials: "omit" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (answer) {
      if (mine !== asked) return;
      show(answer, typed);
      history.replaceState(null, "", "/thu-tuc?" + query); // back from a procedure leads to what was found
    }).catch(function () {
      if (mine === asked) status.textContent = form.dataset.unreachable;
    });
  }

  field.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(look, 180);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(waiting);
    look();
    field.blur(); // the keys make room for what was found
  });
  if (field.value !== field.defaultValue) look(); // typed while this script was on its way
})();
