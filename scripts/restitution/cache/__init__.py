"""Results kept on this machine for every project, in a folder that several people may share.

A result is found by a name, and believed for a seal, that only who holds the key can make: what anybody else
writes there is nobody's result, and the names tell nobody which files were read. What is damaged is taken away. A
folder that is full, closed or gone is done without: a cache never stops anybody.
"""

from restitution.cache.place import Place as Place
from restitution.cache.place import Unusable as Unusable
from restitution.cache.place import held_in as held_in
from restitution.cache.place import opened as opened
from restitution.cache.place import size_of as size_of
from restitution.cache.place import usual_place as usual_place
from restitution.cache.results import Cache as Cache
from restitution.cache.results import Held as Held
