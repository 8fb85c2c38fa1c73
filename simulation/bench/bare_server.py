"""The first floor on all the libraries of the server: what the server cannot be below."""

from simulation.bench.first_floor import create_app
from simulation.bench.floor_settings import serve, settings_asked_for
from simulation.bench.libraries import load_libraries

if __name__ == "__main__":
    load_libraries()
    asked = settings_asked_for()
    serve(create_app(asked), asked.port)
